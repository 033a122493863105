package org.fe4j.zoo.savedmodel;

import ai.djl.translate.TranslateException;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fe4j.backbone.Precision;
import org.fe4j.zoo.graph.OperationCase;
import org.fe4j.zoo.graph.OperationCases;

/** Runs all cases in a process with settings of its own, and says which are off or fail. */
final class OperationProcess {
  private OperationProcess() {}

  /** Takes nothing; ends with 1 where a case is off. */
  public static void main(String[] arguments) throws Exception {
    List<String> wrong = new ArrayList<>();
    Path root = Files.createTempDirectory("fe4j-operations");
    try {
      for (OperationCase operation : OperationCases.all()) {
        Path folder = Files.createTempDirectory(root, "case");
        try {
          double error = OperationTest.largestError(operation, Precision.FP32, folder);
          if (!(error < OperationCase.TOLERANCE)) {
            wrong.add(operation + ": " + error);
          }
        } catch (TranslateException e) {
          wrong.add(operation + ": " + e);
        }
      }
    } finally {
      MoreFiles.deleteRecursively(root, RecursiveDeleteOption.ALLOW_INSECURE);
    }
    if (wrong.isEmpty()) {
      System.out.println("All of " + OperationCases.all().size() + " agree");
    } else {
      wrong.forEach(System.out::println);
      System.exit(1);
    }
  }
}
