package org.quietus.certificate.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quietus.policy.InvalidInput;
import org.quietus.policy.Problem;

class TrustPolicyTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String CHECKPOINT =
      """
      example.com/behind-the-sofa
      20852163
      CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
      """;

  /** The example of the specification, with keys. */
  private static final String EXAMPLE =
      """
      log $L

      witness X1 $X1
      witness X2 $X2
      witness X3 $X3
      group X-witnesses 2 X1 X2 X3

      witness Y1 $Y1
      witness Y2 $Y2
      witness Y3 $Y3
      group Y-witnesses any Y1 Y2 Y3

      group X-and-Y all X-witnesses Y-witnesses
      quorum X-and-Y
      """;

  private static final Map<String, Cosigner> COSIGNERS = new LinkedHashMap<>();
  private static String log = "";

  @BeforeAll
  static void makeKeys() {
    for (String name : List.of("X1", "X2", "X3", "Y1", "Y2", "Y3")) {
      COSIGNERS.put(name, Cosigner.named("w/" + name));
    }
    PublicKey key = Cosigner.named("log").pair().getPublic();
    log = new NoteKey("example.com/l", key).vkey();
  }

  @ParameterizedTest
  @CsvSource({
    "X1 X2 Y1, true",
    "X2 X3 Y3, true",
    "X1 X2 X3 Y1 Y2 Y3, true",
    "X1 X2, false",
    "X1 X2 X3, false",
    "X1 Y1 Y2 Y3, false",
    "Y1, false",
    "'', false"
  })
  void theQuorumOfTheExampleInTheSpecificationIsTwoOfXAndOneOfY(String cosigners, boolean enough) {
    TrustPolicy policy = read(EXAMPLE);

    Witnessed witnessed = policy.judge(cosignedBy(cosigners.split(" ")), NOW);

    assertThat(policy.logs()).extracting(NoteKey::vkey).containsExactly(log);
    assertThat(witnessed.isGood()).isEqualTo(enough);
    assertThat(String.join(" ", witnessed.cosigned())).isEqualTo(cosigners);
  }

  @Test
  void oneWitnessTwiceIsOneAndAnUnknownOneIsNobody() throws Exception {
    SignedNote twice = cosignedBy("X1", "X1", "Y1");
    WitnessKey unknown = Cosigner.named("w/X2").key();
    List<SignedNote.Signature> more = new ArrayList<>(twice.signatures());
    more.add(SignedNote.Signature.of(unknown.verifier(), new byte[72]));

    assertThat(read(EXAMPLE).judge(new SignedNote(CHECKPOINT, more), NOW).finding())
        .isEqualTo(
            "the witnesses who cosigned are not enough by the policy: cosigned by X1, Y1; X2 did"
                + " not cosign; X3 did not cosign; Y2 did not cosign; Y3 did not cosign");
  }

  @Test
  void aForgedCosignatureOfAKnownWitnessSpoilsACheckpointThatEnoughOthersCosigned() {
    List<SignedNote.Signature> all = new ArrayList<>(cosignedBy("X1", "X2", "Y1").signatures());
    all.add(SignedNote.Signature.of(COSIGNERS.get("X3").key().verifier(), new byte[72]));

    Witnessed witnessed = read(EXAMPLE).judge(new SignedNote(CHECKPOINT, all), NOW);

    assertThat(witnessed.isGood()).isFalse();
    assertThat(witnessed.finding()).contains("X3 did not make the signature");
  }

  @Test
  void aPolicyMayAskForNobodyOrForOneAndLeaveTheLogToOthers() {
    assertThat(read("quorum none\n").judge(cosignedBy(), NOW).isGood()).isTrue();
    assertThat(read("quorum none\n").logs()).isEmpty();
    TrustPolicy one = read("witness X1 $X1 https://example.com/w\nquorum X1\n");
    assertThat(one.judge(cosignedBy("X1"), NOW).isGood()).isTrue();
    assertThat(one.judge(cosignedBy("X2"), NOW).isGood()).isFalse();
  }

  @Test
  void spacesTabsCommentsAndNamesOfOtherAlphabetsAreAllowed() {
    TrustPolicy policy =
        read("\t# ключи\n \t\n  witness \t 証人 $X1\t\nwitness X2 $X2 \ngroup g 1 証人\nquorum g\n");

    assertThat(policy.judge(cosignedBy("X1"), NOW).finding()).startsWith("cosigned by 証人,");
  }

  @ParameterizedTest
  @CsvSource({
    "'quorum none', 1, no end",
    "'', 1, no end",
    "'# nothing\n', 2, there is no quorum",
    "'quorum none\r\n', 1, control character",
    "'\u0000\nquorum none\n', 1, control character",
    "'log\nquorum none\n', 1, too few words",
    "'nonsense x\nquorum none\n', 1, begins with none of",
    "'log a+b+c\nquorum none\n', 1, verifier key",
    "'log $X1\nquorum none\n', 1, of type 1",
    "'log $L\nlog $L\nquorum none\n', 2, key of an earlier one",
    "'witness X1 $L\nquorum none\n', 1, type is 1",
    "'witness X1 $X1 u u\nquorum none\n', 1, too many",
    "'witness none $X1\nquorum none\n', 1, no witness at all",
    "'witness X1 $X1\nwitness X1 $X2\nquorum X1\n', 2, duplicate name",
    "'witness X1 $X1\nwitness X2 $X1\nquorum X1\n', 2, key of an earlier one",
    "'witness X1 $X1\ngroup X1 any X1\nquorum X1\n', 2, duplicate name",
    "'group g any X1\nwitness X1 $X1\nquorum g\n', 1, not defined on an earlier line",
    "'witness X1 $X1\ngroup g any g\nquorum g\n', 2, not defined on an earlier line",
    "'witness X1 $X1\ngroup g any none\nquorum g\n', 2, not defined on an earlier line",
    "'witness X1 $X1\ngroup g any X1 X1\nquorum g\n', 2, in a group already",
    "'witness X1 $X1\ngroup g 0 X1\nquorum g\n', 2, cannot have",
    "'witness X1 $X1\ngroup g 2 X1\nquorum g\n', 2, cannot have",
    "'witness X1 $X1\ngroup g -1 X1\nquorum g\n', 2, cannot have",
    "'witness X1 $X1\ngroup g most X1\nquorum g\n', 2, cannot have",
    "'witness X1 $X1\ngroup g 1\nquorum g\n', 2, too few words",
    "'quorum X1\nwitness X1 $X1\n', 1, not defined on an earlier line",
    "'quorum none\nquorum none\n', 2, a quorum already",
    "'quorum none none\n', 1, too many"
  })
  void aLineThatIsWrongIsToldByItsNumber(String text, int line, String what) {
    List<Problem> problems = problems(text);

    assertThat(problems.get(0).line()).isEqualTo(line);
    assertThat(problems.get(0).what()).contains(what);
    assertThat(problems.get(0)).asString().startsWith("trust.policy:" + line + ": ");
  }

  @Test
  void everyLineThatIsWrongIsToldAtOnce() {
    assertThat(problems("log x\nwitness a b\ngroup g 0 z\nquorum q\n"))
        .extracting(Problem::line)
        .containsExactly(1, 2, 3, 3, 4);
  }

  @Test
  void theExampleCutOffAnywhereIsNotAPolicy() {
    String whole = filled(EXAMPLE);
    for (int end = 0; end < whole.length(); end++) {
      assertThat(problems(whole.substring(0, end))).isNotEmpty();
    }
  }

  private static List<Problem> problems(String text) {
    List<Problem> problems = new ArrayList<>();
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> read(text))
        .satisfies(invalid -> problems.addAll(invalid.problems()));
    return problems;
  }

  private static TrustPolicy read(String text) {
    return new TrustPolicyReader("trust.policy").read(filled(text).getBytes(UTF_8));
  }

  private static String filled(String text) {
    String filled = text.replace("$L", log);
    for (Map.Entry<String, Cosigner> one : COSIGNERS.entrySet()) {
      filled = filled.replace("$" + one.getKey(), one.getValue().key().vkey());
    }
    return filled;
  }

  private static SignedNote cosignedBy(String... names) {
    return new SignedNote(
        CHECKPOINT,
        List.of(names).stream()
            .filter(COSIGNERS::containsKey)
            .map(name -> COSIGNERS.get(name).signature(CHECKPOINT, NOW.getEpochSecond()))
            .toList());
  }
}
