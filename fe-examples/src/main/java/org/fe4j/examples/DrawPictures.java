package org.fe4j.examples;

// begin: pictures
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Draws three pictures into the folder that it is given: two of stripes, and one of discs. */
public final class DrawPictures {
  private DrawPictures() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    draw(folder.resolve("stripes.png"), 0.5, false);
    draw(folder.resolve("tilted.png"), 0.6, false);
    draw(folder.resolve("discs.png"), 0.5, true);
  }

  private static void draw(Path file, double angle, boolean discs) throws IOException {
    BufferedImage picture = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = picture.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setColor(new Color(0xD8C9A8));
    pen.fillRect(0, 0, 320, 240);
    pen.setColor(new Color(0x5A4632));
    pen.rotate(angle, 160, 120);
    for (int x = -100; x < 420; x += 40) {
      for (int y = -100; y < 340; y += 40) {
        if (discs) {
          pen.fillOval(x, y, 24, 24);
        } else {
          pen.fillRect(x, y, 18, 40);
        }
      }
    }
    pen.dispose();
    ImageIO.write(picture, "png", file.toFile());
  }
}
// end: pictures
