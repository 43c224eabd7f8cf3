package org.quietus.testing;

import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Decides for {@link EnabledIfServer}. */
final class ServerCondition implements ExecutionCondition {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Optional<String> reason = Servers.unavailable();
    if (reason.isEmpty()) {
      return ConditionEvaluationResult.enabled("the server's binaries are here");
    }
    if ("true".equals(System.getenv("CI"))) {
      throw new IllegalStateException(reason.get() + "; with CI=true that is a failure");
    }
    System.err.println("SKIPPED " + context.getDisplayName() + ": " + reason.get());
    return ConditionEvaluationResult.disabled(reason.get());
  }
}
