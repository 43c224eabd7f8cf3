package org.quietus.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Decides for {@link EnabledIfTestData}. */
final class TestDataCondition implements ExecutionCondition {
  private static final String VARIABLE = "QUIETUS_TEST_DATA";

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    String folder = System.getenv(VARIABLE);
    if (folder != null && Files.isDirectory(Path.of(folder, "sakila"))) {
      return ConditionEvaluationResult.enabled("the data is here");
    }
    String reason = VARIABLE + " does not name the folder with the Sakila database";
    if ("true".equals(System.getenv("CI"))) {
      throw new IllegalStateException(reason + "; with CI=true that is a failure");
    }
    System.err.println("SKIPPED " + context.getDisplayName() + ": " + reason);
    return ConditionEvaluationResult.disabled(reason);
  }
}
