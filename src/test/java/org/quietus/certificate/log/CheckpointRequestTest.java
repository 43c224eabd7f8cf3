package org.quietus.certificate.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointRequestTest {

  /** The example of C2SP tlog-witness. */
  private static final String EXAMPLE =
      """
      old 20852014
      PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
      jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
      5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
      /6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

      example.com/behind-the-sofa
      20852163
      CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

      — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
      — example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=
      """;

  @Test
  void theExampleOfTheSpecificationIsReadAndWrittenAgain() {
    CheckpointRequest request = CheckpointRequest.read(EXAMPLE.getBytes(UTF_8));

    assertThat(request.old()).isEqualTo(20_852_014);
    assertThat(request.proof().path()).hasSize(4);
    assertThat(Checkpoint.read(request.note().text()).size()).isEqualTo(20_852_163);
    assertThat(request.note().signatures()).hasSize(2);
    assertThat(new String(request.bytes(), UTF_8)).isEqualTo(EXAMPLE);
  }

  @Test
  void aProofThatIsLongerThanThatOfAnyTreeIsRefused() {
    String hash = "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n";

    assertThat(read("old 5\n" + hash.repeat(63) + "\nx\n1\n" + hash + "\n— x AAAAAAAA\n").old())
        .isEqualTo(5);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> read("old 5\n" + hash.repeat(64) + "\nx\n1\n" + hash + "\n— x AAAAAAAA\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "old", "old 5", "old 5\n", "old 05\n\n", "old -1\n\n", "old 5\n\n"})
  void whatIsNotARequestIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> read(text));
  }

  private static CheckpointRequest read(String text) {
    return CheckpointRequest.read(text.getBytes(UTF_8));
  }
}
