package org.fe4j.export;

import com.google.common.collect.ImmutableList;

/** The library that writes and reads Parquet, which whoever wants such files adds. */
final class ParquetLibrary {
  private static final ImmutableList<String> WRITING =
      ImmutableList.of(
          "org.apache.parquet.hadoop.ParquetWriter",
          "org.apache.hadoop.conf.Configuration",
          "com.github.luben.zstd.ZstdOutputStream");

  // What the library's options for reading name.
  private static final ImmutableList<String> READING =
      ImmutableList.of("org.apache.hadoop.mapreduce.lib.input.FileInputFormat");

  private ParquetLibrary() {}

  /** Refuses to begin to write without it. */
  static void requireWriting() {
    WRITING.forEach(ParquetLibrary::require);
  }

  /** Refuses to begin to read without it. */
  static void requireReading() {
    requireWriting();
    READING.forEach(ParquetLibrary::require);
  }

  private static void require(String name) {
    try {
      Class.forName(name, false, ParquetLibrary.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(HOW_TO_ADD.formatted(name), e);
    }
  }

  // Of Hadoop a few classes are loaded, none of which uses another library.
  private static final String HOW_TO_ADD =
      """
      Parquet files need libraries that are not on the class path (no %s).
      Maven:  <dependency><groupId>org.apache.parquet</groupId><artifactId>parquet-hadoop</artifactId><version>1.17.1</version></dependency>
              <dependency><groupId>org.apache.hadoop</groupId><artifactId>hadoop-common</artifactId><version>3.4.1</version>
                <exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions></dependency>
              and, to read them, the same for <artifactId>hadoop-mapreduce-client-core</artifactId>
      Gradle: implementation("org.apache.parquet:parquet-hadoop:1.17.1")
              implementation("org.apache.hadoop:hadoop-common:3.4.1@jar")
              and, to read them, implementation("org.apache.hadoop:hadoop-mapreduce-client-core:3.4.1@jar")""";
}
