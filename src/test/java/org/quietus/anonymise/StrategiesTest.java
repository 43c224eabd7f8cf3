package org.quietus.anonymise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.anonymise.Strategies.Choice;
import org.quietus.policy.StrategySpec;

class StrategiesTest {
  @ParameterizedTest
  @CsvSource({
    "set-null,",
    "fixed,x",
    "year,",
    "month,",
    "decade,",
    "day,",
    "bucket,10",
    "grid,0.01",
    "text,",
    "network,16",
    "redact,",
    "template,u-{random}",
    "random,"
  })
  void knowsEachStrategyByItsWord(String name, String argument) {
    assertThat(Strategies.of(new StrategySpec(name, Optional.ofNullable(argument))))
        .isInstanceOfSatisfying(
            Choice.Accepted.class,
            accepted -> assertThat(accepted.strategy().name()).isEqualTo(name));
  }

  @ParameterizedTest
  @CsvSource({
    "network,12",
    "network,",
    "year,2",
    "bucket,0",
    "bucket,-1",
    "grid,0.0000001",
    "grid,1e2",
    "grid,",
    "json,",
    "text,x",
    "redact,8",
    "fixed,",
    "template,x",
    "template,",
    "template,{random}{random}",
    "template,ü-{random}",
    "template,{random}",
    "template,a{random}07"
  })
  void refusesAnArgumentThatIsMissingOrMakesNoSense(String name, String argument) {
    assertThat(refusal(name, Optional.ofNullable(argument)).id()).isEqualTo("STRATEGY-ARGUMENT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pseudonymise"})
  void saysWhatThisVersionDoesNotSupport(String name) {
    assertThat(refusal(name, Optional.empty()).id()).isEqualTo("UNSUPPORTED-STRATEGY");
  }

  @Test
  void namesTheNearestStrategy() {
    assertThat(refusal("redcat", Optional.empty()).mend()).isEqualTo("did you mean 'redact'?");
    assertThat(refusal("shred", Optional.empty()).mend()).startsWith("use one of set-null, fixed");
  }

  private static Choice.Refused refusal(String name, Optional<String> argument) {
    return (Choice.Refused) Strategies.of(new StrategySpec(name, argument));
  }
}
