package org.quietus.certificate.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedNoteTest {

  /** Key and note of the example in C2SP signed-note. */
  private static final String VKEY =
      "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

  private static final String SIGNATURE =
      "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRK"
          + "uwHjG1Yu72IneyaQM=\n";
  private static final String NOTE = "This is an example message.\n\n" + SIGNATURE;

  private final NoteKey key = NoteKey.parse(VKEY);

  @Test
  void theExampleOfTheSpecificationIsGood() {
    assertThat(read(NOTE).isSignedBy(key)).isTrue();
    assertThat(read(NOTE).text()).isEqualTo("This is an example message.\n");
    assertThat(key.vkey()).isEqualTo(VKEY);
    assertThat(read(NOTE).bytes()).isEqualTo(NOTE.getBytes(UTF_8));
  }

  @Test
  void aChangedTextIsNotSigned() {
    assertThat(read(NOTE.replace("example message", "exemple message")).isSignedBy(key)).isFalse();
  }

  @Test
  void signaturesOfUnknownKeysArePassedOver() {
    String others = "— example.com/foo AAAAAAAA\n— elsewhere Uw2QOkn8srV1\n";

    assertThat(read(NOTE + others).isSignedBy(key)).isTrue();
  }

  @Test
  void oneWrongSignatureOfAKnownKeySpoilsTheNote() {
    String wrong = SIGNATURE.replace("IneyaQM=", "IneyaQI=");

    assertThat(read(NOTE + wrong).isSignedBy(key)).isFalse();
  }

  @Test
  void aNoteThatNobodyKnownSignedIsNotSigned() {
    assertThat(read("text\n\n— elsewhere Uw2QOkn8srV1\n").isSignedBy(key)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "text\n",
        "text\n\n",
        "text\n\nno signature\n",
        "text\n\n— two words AAAAAAAA\n",
        "text\n\n— name AAAA\n",
        "text\n\n— name A\n",
        "text\n\n— name AAAAAAAA",
        "te\txt\n\n— name AAAAAAAA\n",
        "te\u0000xt\n\n— name AAAAAAAA\n"
      })
  void whatIsNotANoteIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> read(text));
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    byte[] bytes = NOTE.getBytes(UTF_8);
    bytes[0] = (byte) 0xff;

    assertThatIllegalArgumentException().isThrownBy(() -> SignedNote.read(bytes));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.com/foo",
        "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/bar+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+BOkyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+Aeky"
      })
  void whatIsNotAVerifierKeyIsRefused(String vkey) {
    assertThatIllegalArgumentException().isThrownBy(() -> NoteKey.parse(vkey));
  }

  @Test
  void theExampleOfACheckpointIsRead() {
    String text =
        """
        example.com/behind-the-sofa
        20852163
        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
        """;

    Checkpoint checkpoint = Checkpoint.read(text);

    assertThat(checkpoint.origin()).isEqualTo("example.com/behind-the-sofa");
    assertThat(checkpoint.size()).isEqualTo(20_852_163);
    assertThat(checkpoint.text()).isEqualTo(text);
  }

  @Test
  void whatIsNotACheckpointIsRefused() {
    String hash = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
    for (String text :
        List.of(
            "a\n1\n",
            "\n1\n" + hash + "\n",
            "a\n01\n" + hash + "\n",
            "a\n-1\n" + hash + "\n",
            "a\n9999999999999999999\n" + hash + "\n",
            "a\n1\nAAAA\n",
            "a\n1\n" + hash.replace("q2I=", "q2J=") + "\n",
            "a\n1\n" + hash + "\n\nx\n")) {
      assertThatIllegalArgumentException().as(text).isThrownBy(() -> Checkpoint.read(text));
    }
  }

  private static SignedNote read(String note) {
    return SignedNote.read(note.getBytes(UTF_8));
  }
}
