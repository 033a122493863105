package org.fe4j.export;

/** The library that writes Parquet, which whoever wants such files adds. */
final class ParquetLibrary {
  private static final String[] CLASSES = {
    "org.apache.parquet.hadoop.ParquetWriter",
    "org.apache.hadoop.conf.Configuration",
    "com.github.luben.zstd.ZstdOutputStream"
  };

  private ParquetLibrary() {}

  /** Refuses to begin without it. */
  static void require() {
    for (String name : CLASSES) {
      try {
        Class.forName(name, false, ParquetLibrary.class.getClassLoader());
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(HOW_TO_ADD.formatted(name), e);
      }
    }
  }

  // Of Hadoop two classes are loaded, none of which uses another library.
  private static final String HOW_TO_ADD =
      """
      Parquet files need libraries that are not on the class path (no %s).
      Maven:  <dependency><groupId>org.apache.parquet</groupId><artifactId>parquet-hadoop</artifactId><version>1.17.1</version></dependency>
              <dependency><groupId>org.apache.hadoop</groupId><artifactId>hadoop-common</artifactId><version>3.4.1</version>
                <exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions></dependency>
      Gradle: implementation("org.apache.parquet:parquet-hadoop:1.17.1")
              implementation("org.apache.hadoop:hadoop-common:3.4.1@jar")""";
}
