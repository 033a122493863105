package org.fe4j.dataset.published;

/** Whether {@code .mat} files can be read: the library for it is only there where it is wanted. */
final class MatReading {
  private static final String CLASS = "us.hebi.matlab.mat.format.Mat5";

  private MatReading() {}

  /**
   * Refuses to go on without the library.
   *
   * @throws IllegalStateException if it is not on the class path; the message has the lines to add
   */
  static void require() {
    try {
      Class.forName(CLASS, false, MatReading.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(
          """
          The annotations of Stanford Cars are .mat files, and mfl-core, which reads them, is not on the class path.
            Maven:  <dependency><groupId>us.hebi.matlab.mat</groupId><artifactId>mfl-core</artifactId><version>0.5.15</version></dependency>
            Gradle: implementation("us.hebi.matlab.mat:mfl-core:0.5.15")""",
          e);
    }
  }
}
