package org.fe4j.image;

import static org.fe4j.image.ImageField.Meaning.CHOICE;
import static org.fe4j.image.ImageField.Meaning.LENGTH;
import static org.fe4j.image.ImageField.Meaning.SIZE;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.fe4j.image.ImageField.Meaning;

/** What can happen to an image file. */
enum Mutation {
  /** The end is missing. */
  TRUNCATED {
    @Override
    byte[] apply(byte[] file, byte[] other, SplittableRandom random) {
      return Arrays.copyOf(file, random.nextInt(file.length));
    }
  },
  /** Up to 16 bits anywhere are wrong. */
  BITS_FLIPPED {
    @Override
    byte[] apply(byte[] file, byte[] other, SplittableRandom random) {
      byte[] result = file.clone();
      for (int i = random.nextInt(1, 17); i > 0; i--) {
        result[random.nextInt(result.length)] ^= (byte) (1 << random.nextInt(8));
      }
      return result;
    }
  },
  /** Up to four bytes are wrong, most of them in the header. */
  BYTES_REPLACED {
    @Override
    byte[] apply(byte[] file, byte[] other, SplittableRandom random) {
      byte[] result = file.clone();
      for (int i = random.nextInt(1, 5); i > 0; i--) {
        int end = random.nextInt(4) == 0 ? result.length : Math.min(result.length, 200);
        result[random.nextInt(end)] = (byte) random.nextInt(256);
      }
      return result;
    }
  },
  /** A run of bytes is zero, as after a crash of the file system. */
  ZEROED {
    @Override
    byte[] apply(byte[] file, byte[] other, SplittableRandom random) {
      return filled(file, random, 0);
    }
  },
  /** A run of bytes is 0xFF, as in erased flash memory; a marker to JPEG readers. */
  FLOODED {
    @Override
    byte[] apply(byte[] file, byte[] other, SplittableRandom random) {
      return filled(file, random, 0xFF);
    }
  },
  /** A run of bytes is missing. */
  RUN_REMOVED {
    @Override
    byte[] apply(byte[] file, byte[] other, SplittableRandom random) {
      int hole = random.nextInt(file.length);
      int rest = Math.min(file.length, hole + random.nextInt(1, 600));
      return joined(file, 0, hole, file, rest, file.length);
    }
  },
  /** A run of bytes is there twice. */
  RUN_REPEATED {
    @Override
    byte[] apply(byte[] file, byte[] other, SplittableRandom random) {
      int again = random.nextInt(file.length);
      int end = Math.min(file.length, again + random.nextInt(1, 600));
      return joined(file, 0, end, file, again, file.length);
    }
  },
  /** A length, a count or a chunk's size lies. */
  LENGTH_LIES {
    @Override
    byte[] apply(byte[] file, byte[] other, SplittableRandom random) {
      return changed(file, random, 1, LENGTH);
    }
  },
  /** Width, height or a tile's side lies. */
  SIZE_LIES {
    @Override
    byte[] apply(byte[] file, byte[] other, SplittableRandom random) {
      return changed(file, random, random.nextInt(1, 4), SIZE);
    }
  },
  /** A flag, depth, type or offset lies. */
  CHOICE_LIES {
    @Override
    byte[] apply(byte[] file, byte[] other, SplittableRandom random) {
      return changed(file, random, random.nextInt(1, 4), CHOICE);
    }
  },
  /** Several numbers lie. */
  ALL_LIES {
    @Override
    byte[] apply(byte[] file, byte[] other, SplittableRandom random) {
      return changed(file, random, random.nextInt(2, 7), SIZE, LENGTH, CHOICE);
    }
  },
  /** Two segments, chunks or directory entries have changed places. */
  PARTS_SWAPPED {
    @Override
    byte[] apply(byte[] file, byte[] other, SplittableRandom random) {
      List<Integer> parts = ImageStructure.of(file).parts();
      if (parts.size() < 3) {
        return joined(file, 0, file.length / 2, file, 0, file.length);
      }
      int i = random.nextInt(parts.size() - 2);
      int begin = parts.get(i);
      int middle = parts.get(i + 1);
      int end = parts.get(random.nextInt(i + 2, parts.size()));
      byte[] swapped = joined(file, middle, end, file, begin, middle);
      byte[] head = joined(file, 0, begin, swapped, 0, swapped.length);
      return joined(head, 0, head.length, file, end, file.length);
    }
  },
  /** A part is there again and again. */
  PART_MULTIPLIED {
    @Override
    byte[] apply(byte[] file, byte[] other, SplittableRandom random) {
      List<Integer> parts = ImageStructure.of(file).parts();
      if (parts.size() < 2) {
        return joined(file, 0, file.length, file, 0, file.length);
      }
      int i = random.nextInt(parts.size() - 1);
      byte[] result = file;
      for (int times = random.nextInt(1, 30); times > 0; times--) {
        result = joined(result, 0, parts.get(i + 1), result, parts.get(i), result.length);
      }
      return result;
    }
  },
  /** Another file follows. */
  CONCATENATED {
    @Override
    byte[] apply(byte[] file, byte[] other, SplittableRandom random) {
      return joined(file, 0, file.length, other, 0, other.length);
    }
  },
  /** The beginning of one file, the end of another. */
  SPLICED {
    @Override
    byte[] apply(byte[] file, byte[] other, SplittableRandom random) {
      int cut = random.nextInt(1, Math.min(file.length, 400));
      return joined(file, 0, cut, other, Math.min(other.length, cut), other.length);
    }
  },
  /** Nothing but the first bytes that tell the format. */
  ONLY_MAGIC {
    @Override
    byte[] apply(byte[] file, byte[] other, SplittableRandom random) {
      return Arrays.copyOf(file, random.nextInt(17));
    }
  };

  private static final long[] TEMPTING = {
    0,
    1,
    2,
    3,
    7,
    8,
    9,
    255,
    256,
    32_767,
    32_768,
    65_535,
    65_536,
    1L << 24,
    Integer.MAX_VALUE,
    1L << 31,
    0xFFFF_FFF0L,
    0xFFFF_FFFFL
  };

  /**
   * Returns a spoiled copy.
   *
   * @param other a file that may lend a part of itself
   */
  abstract byte[] apply(byte[] file, byte[] other, SplittableRandom random);

  private static byte[] filled(byte[] file, SplittableRandom random, int value) {
    byte[] result = file.clone();
    int begin = random.nextInt(file.length);
    int end = Math.min(file.length, begin + random.nextInt(1, 1 + random.nextInt(1, file.length)));
    Arrays.fill(result, begin, end, (byte) value);
    return result;
  }

  private static byte[] changed(
      byte[] file, SplittableRandom random, int times, Meaning... meanings) {
    byte[] result = file.clone();
    List<ImageField> fields = ImageStructure.of(file).fields(meanings);
    for (int i = 0; i < times && !fields.isEmpty(); i++) {
      ImageField field = fields.get(random.nextInt(fields.size()));
      long old = field.get(result);
      field.set(
          result,
          switch (random.nextInt(5)) {
            case 0 -> random.nextLong();
            case 1 -> old + random.nextInt(-2, 3);
            case 2 -> random.nextInt(64);
            default -> TEMPTING[random.nextInt(TEMPTING.length)];
          });
    }
    return result;
  }

  private static byte[] joined(
      byte[] first, int begin, int end, byte[] second, int secondBegin, int secondEnd) {
    byte[] result = Arrays.copyOfRange(first, begin, end + secondEnd - secondBegin);
    System.arraycopy(second, secondBegin, result, end - begin, secondEnd - secondBegin);
    return result;
  }
}
