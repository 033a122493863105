package org.fe4j.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts the bytes that pass, and lets no more pass than were allowed. */
final class CountedInput extends FilterInputStream {
  private long count;
  private long end = Long.MAX_VALUE;

  CountedInput(InputStream in) {
    super(in);
  }

  long count() {
    return count;
  }

  /** Lets so many bytes more pass. */
  void allow(long bytes) {
    end = count + bytes;
  }

  /** Lets any number of bytes pass. */
  void allowAll() {
    end = Long.MAX_VALUE;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    if (value >= 0) {
      passed(1);
    }
    return value;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = super.read(bytes, offset, length);
    if (read > 0) {
      passed(read);
    }
    return read;
  }

  @Override
  public long skip(long bytes) throws IOException {
    long skipped = super.skip(bytes);
    passed(skipped);
    return skipped;
  }

  private void passed(long bytes) throws IOException {
    count += bytes;
    if (count > end) {
      throw new IOException("too many bytes between two entries");
    }
  }
}
