package org.fe4j.feature;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.fe4j.backbone.Backbone;
import org.fe4j.backbone.CustomBackbone;
import org.fe4j.backbone.InputFormat;
import org.fe4j.dataset.ImageDataset;
import org.fe4j.image.Interpolation;
import org.fe4j.image.Preprocessing;
import org.fe4j.progress.Progress;
import org.fe4j.progress.ProgressListener;

/**
 * A process with a small heap that extracts many JPEGs, reads all features back, and tells how much
 * of the heap was live at most.
 */
final class MeasureHeapInAnotherProcess {
  private static final int SIDE = 208;
  private static final int DIMENSION = 3 * 26 * 26;

  private MeasureHeapInAnotherProcess() {}

  /** Arguments: store, model file, number of images. */
  public static void main(String[] arguments) throws IOException {
    Path store = Path.of(arguments[0]);
    Backbone backbone = patchMeans(Path.of(arguments[1]));
    ImageDataset images = new CommentedJpegs(Integer.parseInt(arguments[2]));
    LiveHeap heap = new LiveHeap(images.size());
    long begin = System.nanoTime();
    int first = run(backbone, store, images, heap);
    long middle = System.nanoTime();
    int second = run(backbone, store, images, heap);
    long end = System.nanoTime();
    System.out.printf(
        "images %d kept %.2f MiB peak %.1f MiB first %d in %.2f s second %d in %.2f s%n",
        images.size(),
        heap.kept / 1048576.0,
        heap.most / 1048576.0,
        first,
        (middle - begin) / 1e9,
        second,
        (end - middle) / 1e9);
  }

  private static int run(Backbone backbone, Path store, ImageDataset images, LiveHeap heap)
      throws IOException {
    try (FeatureExtractor extractor =
        FeatureExtractor.builder(backbone).store(store).open(ProgressListener.NONE)) {
      DatasetFeatures features = extractor.extract(images, heap::look);
      float[] row = new float[features.dimension()];
      double sum = 0;
      for (int i = 0; i < features.rows(); i++) {
        features.copyRow(i, row, 0);
        sum += row[0];
      }
      if (!(sum > 0) || features.rows() != images.size()) {
        throw new IllegalStateException("%d rows, sum %f".formatted(features.rows(), sum));
      }
      heap.kept = LiveHeap.bytes();
      return features.extracted();
    }
  }

  /** Means of 8 x 8 patches: 2,028 values. */
  private static Backbone patchMeans(Path file) throws IOException {
    TinyTorchScript.write(
        file,
        "f = torch.permute(torch.to(x, 6), [0, 3, 1, 2])",
        "p = torch.avg_pool2d(f, [8, 8], [8, 8])",
        "return torch.flatten(p, 1)");
    return CustomBackbone.builder("patches", file, SIDE, DIMENSION)
        .input(InputFormat.PIXEL_BYTES)
        .preprocessing(
            Preprocessing.of(
                SIDE,
                SIDE,
                Interpolation.BILINEAR,
                Preprocessing.IMAGENET_MEAN,
                Preprocessing.IMAGENET_DEVIATION))
        .build();
  }

  /** The same few pictures in any number of files, told apart by a comment. */
  private static final class CommentedJpegs implements TwoClasses {
    private final int size;
    private final byte[][] pictures = new byte[16][];

    CommentedJpegs(int size) throws IOException {
      this.size = size;
      for (int i = 0; i < pictures.length; i++) {
        SplittableRandom random = new SplittableRandom(i);
        BufferedImage image = new BufferedImage(240, 220, BufferedImage.TYPE_INT_RGB);
        for (int block = 0; block < 30 * 28; block++) {
          int colour = random.nextInt(1 << 24);
          for (int p = 0; p < 64; p++) {
            image.setRGB(
                Math.min(239, block % 30 * 8 + p % 8),
                Math.min(219, block / 30 * 8 + p / 8),
                colour);
          }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "jpg", out);
        pictures[i] = out.toByteArray();
      }
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public String id(int index) {
      return "commented%07d.jpg".formatted(index);
    }

    @Override
    public byte[] bytes(int index) {
      byte[] picture = pictures[index % pictures.length];
      byte[] file = new byte[picture.length + 8];
      file[0] = picture[0];
      file[1] = picture[1];
      // COM, length 6, the number
      byte[] comment = {
        (byte) 0xFF,
        (byte) 0xFE,
        0,
        6,
        (byte) (index >> 24),
        (byte) (index >> 16),
        (byte) (index >> 8),
        (byte) index
      };
      System.arraycopy(comment, 0, file, 2, comment.length);
      System.arraycopy(picture, 2, file, 10, picture.length - 2);
      return file;
    }
  }

  /** What is left of the heap after collections. */
  private static final class LiveHeap {
    private static final int STEPS = 10;
    private final int size;

    /** At most, in steps of the work: with images on their way, and what threads just dropped. */
    private long most;

    /** When all features are there and nothing is on its way. */
    private long kept;

    LiveHeap(int size) {
      this.size = size;
    }

    void look(Progress progress) {
      // Batches do not end where tenths do: the first report in each tenth.
      if (progress.done() * STEPS / size != Math.max(0, progress.done() - 32) * STEPS / size) {
        most = Math.max(most, bytes());
      }
    }

    static long bytes() {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      return runtime.totalMemory() - runtime.freeMemory();
    }
  }
}
