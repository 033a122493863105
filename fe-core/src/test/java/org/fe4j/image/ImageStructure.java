package org.fe4j.image;

import static org.fe4j.image.ImageField.Meaning.CHOICE;
import static org.fe4j.image.ImageField.Meaning.LENGTH;
import static org.fe4j.image.ImageField.Meaning.SIZE;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.fe4j.image.ImageField.Meaning;

/**
 * Where the numbers of an image file are and where its parts begin, so that a test can spoil them.
 */
final class ImageStructure {
  private final byte[] file;
  private final List<ImageField> fields = new ArrayList<>();
  private final List<Integer> parts = new ArrayList<>();

  private ImageStructure(byte[] file) {
    this.file = file;
  }

  /** Returns the structure of a sound file. */
  static ImageStructure of(byte[] file) {
    ImageStructure structure = new ImageStructure(file);
    switch (ImageFormat.of(file)) {
      case JPEG -> structure.readJpeg();
      case PNG -> structure.readPng();
      case GIF -> structure.readGif();
      case TIFF -> structure.readTiff(0);
      case BMP -> structure.readBmp();
      case WEBP -> structure.readWebp();
      case PNM -> structure.parts.add(0); // its numbers are text
      case UNKNOWN -> throw new IllegalArgumentException("not an image");
    }
    structure.fields.removeIf(field -> !field.liesIn(file));
    return structure;
  }

  /** Returns the numbers with one of these meanings. */
  List<ImageField> fields(Meaning... meanings) {
    return fields.stream().filter(field -> List.of(meanings).contains(field.meaning())).toList();
  }

  /** Returns where segments, chunks or blocks begin, in order. */
  List<Integer> parts() {
    return parts;
  }

  private void big(int offset, int bytes, Meaning meaning) {
    fields.add(new ImageField(offset, bytes, false, meaning));
  }

  private void little(int offset, int bytes, Meaning meaning) {
    fields.add(new ImageField(offset, bytes, true, meaning));
  }

  private int number(int offset, int bytes, boolean littleEndian) {
    ImageField field = new ImageField(offset, bytes, littleEndian, CHOICE);
    return field.liesIn(file) ? (int) field.get(file) : 0;
  }

  private void readJpeg() {
    int position = 2;
    while (position + 4 < file.length && (file[position] & 0xFF) == 0xFF) {
      int marker = file[position + 1] & 0xFF;
      parts.add(position);
      big(position + 1, 1, CHOICE);
      big(position + 2, 2, LENGTH);
      if (marker >= 0xC0 && marker <= 0xC2) {
        big(position + 4, 1, CHOICE);
        big(position + 5, 2, SIZE);
        big(position + 7, 2, SIZE);
        for (int i = 9; i < 2 + number(position + 2, 2, false); i++) {
          big(position + i, 1, CHOICE);
        }
      } else if (marker == 0xE1) {
        readTiff(position + 10);
      } else {
        big(position + 4, 1, CHOICE);
        big(position + 5, 1, CHOICE);
        big(position + 8, 4, LENGTH);
      }
      position += 2 + number(position + 2, 2, false);
      if (marker == 0xDA) {
        parts.add(position);
        return;
      }
    }
  }

  private void readPng() {
    for (int i = 16; i < 24; i += 4) {
      big(i, 4, SIZE);
    }
    for (int i = 24; i < 29; i++) {
      big(i, 1, CHOICE);
    }
    for (int position = 8; position + 12 <= file.length; ) {
      parts.add(position);
      big(position, 4, LENGTH);
      big(position + 4, 4, CHOICE);
      big(position + 8, 2, CHOICE);
      position += 12 + number(position, 4, false);
    }
  }

  private void readGif() {
    little(6, 2, SIZE);
    little(8, 2, SIZE);
    little(10, 1, CHOICE);
    little(11, 1, CHOICE);
    int position = 13 + paletteBytes(10);
    while (position + 10 < file.length && file[position] != 0x3B) {
      parts.add(position);
      little(position, 1, CHOICE);
      if (file[position] == 0x2C) {
        for (int i = 1; i < 9; i += 2) {
          little(position + i, 2, SIZE);
        }
        little(position + 9, 1, CHOICE);
        position += 10 + paletteBytes(position + 9);
        little(position, 1, CHOICE);
        position++;
      } else {
        little(position + 1, 1, CHOICE);
        little(position + 3, 4, CHOICE);
        position += 2;
      }
      while (position < file.length && file[position] != 0) {
        little(position, 1, LENGTH);
        position += 1 + number(position, 1, true);
      }
      position++;
    }
  }

  private int paletteBytes(int flags) {
    int value = number(flags, 1, true);
    return (value & 0x80) == 0 ? 0 : 3 << ((value & 7) + 1);
  }

  private void readBmp() {
    little(2, 4, LENGTH);
    little(10, 4, CHOICE);
    little(14, 4, LENGTH);
    little(18, 4, SIZE);
    little(22, 4, SIZE);
    little(26, 2, CHOICE);
    little(28, 2, CHOICE);
    little(30, 4, CHOICE);
    little(34, 4, LENGTH);
    little(46, 4, LENGTH);
    little(50, 4, LENGTH);
    parts.add(14);
    parts.add(54);
  }

  private void readTiff(int begin) {
    boolean little = begin < file.length && file[begin] == 'I';
    fields.add(new ImageField(begin + 4, 4, little, CHOICE));
    int directory = begin + number(begin + 4, 4, little);
    int count = Math.min(number(directory, 2, little), 40);
    fields.add(new ImageField(directory, 2, little, LENGTH));
    for (int i = 0; i < count; i++) {
      int entry = directory + 2 + 12 * i;
      int tag = number(entry, 2, little);
      boolean size = tag == 0x100 || tag == 0x101 || tag == 0x116 || tag == 0x142 || tag == 0x143;
      boolean isShort = number(entry + 2, 2, little) == 3;
      parts.add(entry);
      fields.add(new ImageField(entry, 2, little, CHOICE));
      fields.add(new ImageField(entry + 2, 2, little, CHOICE));
      fields.add(new ImageField(entry + 4, 4, little, LENGTH));
      fields.add(new ImageField(entry + 8, isShort ? 2 : 4, little, size ? SIZE : CHOICE));
    }
    fields.add(new ImageField(directory + 2 + 12 * count, 4, little, CHOICE));
  }

  private void readWebp() {
    little(4, 4, LENGTH);
    readRiff(12, file.length);
  }

  private void readRiff(int begin, int end) {
    for (int position = begin; position + 8 <= end; ) {
      String name = new String(file, position, 4, StandardCharsets.ISO_8859_1);
      int size = number(position + 4, 4, true);
      parts.add(position);
      little(position, 4, CHOICE);
      little(position + 4, 4, LENGTH);
      int data = position + 8;
      switch (name) {
        case "VP8X" -> threes(data, 4, 7);
        case "VP8L" -> little(data + 1, 4, SIZE);
        case "VP8 " -> {
          little(data, 3, CHOICE);
          little(data + 6, 2, SIZE);
          little(data + 8, 2, SIZE);
        }
        case "ANMF" -> {
          threes(data + 15, 0, 0);
          threes(data, 0, 3, 6, 9, 12);
          readRiff(data + 16, Math.min(end, data + size));
        }
        default -> little(data, 1, CHOICE);
      }
      position = data + size + (size & 1);
    }
  }

  private void threes(int data, int... offsets) {
    little(data, 1, CHOICE);
    for (int offset : offsets) {
      little(data + offset, 3, SIZE);
    }
  }

  /** Computes the checksums of a PNG anew, so that damage gets as far as the reader. */
  static void mendChecksums(byte[] png) {
    for (long position = 8; position + 12 <= png.length; ) {
      int at = (int) position;
      long length = new ImageField(at, 4, false, LENGTH).get(png);
      if (at + 12 + length > png.length) {
        return;
      }
      CRC32 checksum = new CRC32();
      checksum.update(png, at + 4, (int) length + 4);
      new ImageField((int) (at + 8 + length), 4, false, CHOICE).set(png, checksum.getValue());
      position += 12 + length;
    }
  }
}
