package org.quietus.testing;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Decides for {@link EnabledIfServer}. */
final class ServerCondition implements ExecutionCondition {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Optional<String> missing = Servers.unavailable();
    if (missing.isPresent()) {
      if ("true".equals(System.getenv("CI"))) {
        throw new IllegalStateException(missing.get() + "; with CI=true that is a failure");
      }
      return skipped(context, missing.get());
    }
    return AnnotationSupport.findAnnotation(context.getElement(), EnabledIfServer.class)
        .flatMap(ServerCondition::aboutOthers)
        .map(reason -> skipped(context, reason))
        .orElseGet(() -> ConditionEvaluationResult.enabled("the server's binaries are here"));
  }

  private static Optional<String> aboutOthers(EnabledIfServer test) {
    List<String> products = List.of(test.value());
    return products.isEmpty() || products.contains(Servers.chosen())
        ? Optional.empty()
        : Optional.of("for " + String.join(", ", products) + ": " + test.because());
  }

  private static ConditionEvaluationResult skipped(ExtensionContext context, String reason) {
    System.err.println("SKIPPED " + context.getDisplayName() + ": " + reason);
    return ConditionEvaluationResult.disabled(reason);
  }
}
