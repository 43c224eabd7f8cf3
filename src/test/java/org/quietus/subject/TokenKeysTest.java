package org.quietus.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenKeysTest {
  private static final TokenKind EMAIL = TokenKind.of(IdentifierType.EMAIL);

  @TempDir Path directory;

  @Test
  void generatingAgainChangesNothing() throws IOException {
    TokenKeys keys = new TokenKeys(directory);
    keys.generate();
    String made = Files.readString(directory.resolve("tokens-1.key"));
    keys.generate();
    assertThat(directory.resolve("tokens-1.key")).hasContent(made);
    assertThat(made).matches("[0-9a-f]{64}\n");
    assertThat(keys.epochs()).containsExactly(1);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("tokens-1.key"))))
        .isEqualTo("rw-------");
  }

  @Test
  void theNewestEpochIsCurrentAndEarlierOnesStay() throws IOException {
    TokenKeys keys = new TokenKeys(directory);
    keys.generate();
    Token first = keys.current().orElseThrow().of(Optional.empty(), "customer", EMAIL, "a@b.c");
    keys.begin(2);
    assertThat(keys.current().orElseThrow().epoch()).isEqualTo(2);
    assertThat(keys.current().orElseThrow().of(Optional.empty(), "customer", EMAIL, "a@b.c"))
        .isNotEqualTo(first);
    assertThat(keys.maker(1).of(Optional.empty(), "customer", EMAIL, "a@b.c")).isEqualTo(first);
    keys.destroy(1);
    keys.destroy(1);
    assertThat(keys.epochs()).containsExactly(2);
    assertThatThrownBy(() -> keys.maker(1)).isInstanceOf(IOException.class);
  }

  @Test
  void aKeyThatOthersCanReadIsRefused() throws IOException {
    TokenKeys keys = new TokenKeys(directory);
    keys.generate();
    Files.setPosixFilePermissions(
        directory.resolve("tokens-1.key"), PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(keys::current).isInstanceOf(IOException.class).hasMessageContaining("chmod");
  }

  @Test
  void aTokenIsAnHmacOverFramedParts() throws Exception {
    TokenKeys keys = new TokenKeys(directory);
    keys.generate();
    Mac mac = Mac.getInstance("HmacSHA256");
    String key = Files.readString(directory.resolve("tokens-1.key")).strip();
    mac.init(new SecretKeySpec(HexFormat.of().parseHex(key), "HmacSHA256"));
    mac.update(HexFormat.of().parseHex("00" + "00000000" + "00000008"));
    mac.update("customer".getBytes(StandardCharsets.US_ASCII));
    mac.update(HexFormat.of().parseHex("00000005"));
    mac.update("email".getBytes(StandardCharsets.US_ASCII));
    mac.update(HexFormat.of().parseHex("00000002" + "00000005"));
    mac.update("a@b.c".getBytes(StandardCharsets.US_ASCII));
    assertThat(keys.maker(1).of(Optional.empty(), "customer", EMAIL, "a@b.c").hex())
        .isEqualTo(HexFormat.of().formatHex(mac.doFinal()));
  }

  @Test
  void tokensDifferByTenantSubjectKindAndVersion() throws IOException {
    TokenKeys keys = new TokenKeys(directory);
    keys.generate();
    TokenMaker maker = keys.maker(1);
    assertThat(
            java.util.Set.of(
                maker.of(Optional.empty(), "customer", EMAIL, "a@b.c"),
                maker.of(Optional.of(""), "customer", EMAIL, "a@b.c"),
                maker.of(Optional.of("c"), "ustomer", EMAIL, "a@b.c"),
                maker.of(Optional.empty(), "customers", EMAIL, "a@b.c"),
                maker.of(Optional.empty(), "customer", TokenKind.of(IdentifierType.ID), "a@b.c"),
                maker.of(
                    Optional.empty(),
                    "customer",
                    new TokenKind("email", EMAIL.version() + 1),
                    "a@b.c"),
                maker.of(Optional.empty(), "customer", EMAIL, "a@b.cc")))
        .hasSize(7);
  }

  @Test
  void aTokenIsReadAsItWasWritten() throws IOException {
    TokenKeys keys = new TokenKeys(directory);
    keys.generate();
    Token token = keys.maker(1).of(Optional.empty(), "customer", TokenKind.ROW_KEY, "l1");
    assertThat(Token.ofHex(token.hex())).isEqualTo(token);
    assertThat(Token.of(token.bytes())).isEqualTo(token);
    assertThat(token.hex()).hasSize(64);
  }
}
