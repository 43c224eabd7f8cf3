package org.quietus.backup.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.quietus.policy.ObjectStoreSettings;

/** What a text in a column names in a store. */
final class KeySpellingsTest {
  private static final String KEY = "media/a b.ogg";

  private static KeySpellings of(String url, String endpoint) {
    return new KeySpellings(
        new ObjectStoreSettings(
            "disk",
            URI.create(url),
            Optional.of(endpoint).filter(text -> !text.isEmpty()).map(URI::create),
            Optional.empty(),
            Optional.empty()));
  }

  @Test
  void findsWhatAnS3ServerWouldFind() {
    KeySpellings own = of("s3://shop/crm", "https://S3.example.com:443");
    for (String text :
        List.of(
            KEY,
            "/" + KEY,
            " " + KEY + "\n",
            "s3://shop/crm/" + KEY,
            "S3://SHOP/crm/" + KEY,
            "s3a://shop/crm/" + KEY,
            "https://s3.example.com/shop/crm/media/a%20b.ogg",
            "HTTPS://S3.Example.COM:443/shop/crm/media/%61%20b.ogg?X-Amz-Expires=60#t=3",
            "https://shop.s3.example.com/crm/media/a%20b.ogg")) {
      assertThat(own.plain(text)).as(text).contains(KEY);
      assertThat(own.possible(text)).as(text).contains(KEY);
    }
    assertThat(of("s3://shop/", "").plain("https://shop.s3.eu-central-1.amazonaws.com/a%2Fb"))
        .contains("a/b");
    assertThat(of("s3://shop/", "").plain("https://s3-eu-west-1.amazonaws.com/shop/a/b"))
        .contains("a/b");
  }

  @Test
  void takesAnAddressThatItDoesNotKnowForOneThatMayLeadThere() {
    KeySpellings own = of("s3://shop/crm/", "https://s3.example.com");
    for (String text :
        List.of(
            "https://cdn.example.com/media/a%20b.ogg?w=300",
            "https://shop.s3.amazonaws.com/crm/media/a+b.ogg",
            "//cdn.example.com/media/a%2520b.ogg",
            "ftp://old.example.com/srv/media/a b.ogg")) {
      assertThat(own.plain(text)).as(text).isEmpty();
      assertThat(own.possible(text)).as(text).contains(KEY);
    }
    for (String text :
        List.of(
            "media/a%20b.ogg",
            "media//a b.ogg",
            "media\\a b.ogg",
            "./media/x/../a b.ogg",
            "crm/" + KEY,
            "shop/crm/" + KEY,
            "s3://shop/crm//media/a b.ogg",
            KEY + "?v=2")) {
      assertThat(own.plain(text)).as(text).isNotEqualTo(Optional.of(KEY));
      assertThat(own.possible(text)).as(text).contains(KEY);
    }
  }

  @Test
  void takesNothingFromAnotherBucketOrFolder() {
    KeySpellings own = of("s3://shop/crm/", "https://s3.example.com");
    for (String text :
        List.of(
            "s3://shop2/crm/" + KEY,
            "s3://shop/crm2/" + KEY,
            "https://s3.example.com/shop2/crm/" + KEY,
            "https://s3.example.com/shop/" + KEY,
            "file:///shop/crm/" + KEY)) {
      assertThat(own.plain(text)).as(text).isEmpty();
      assertThat(own.possible(text)).as(text).doesNotContain(KEY);
    }
    assertThat(own.possible("archive/" + KEY)).containsExactly("archive/" + KEY);
  }

  @Test
  void findsWhatADirectoryWouldFind() {
    Path root = Path.of("/var/shop media");
    KeySpellings own = of(root.toUri().toString(), "");
    for (String text :
        List.of(
            KEY,
            "/" + KEY,
            "media//a b.ogg",
            "file:///var/shop%20media/media/a%20b.ogg",
            "file:/var/shop%20media/media/a b.ogg",
            "file:///var/shop media/media/a b.ogg",
            "FILE://localhost/var/shop%20media//media/a%20b.ogg")) {
      assertThat(own.plain(text)).as(text).contains(KEY);
    }
    assertThat(own.plain("https://media.example.com/" + KEY)).isEmpty();
    assertThat(own.possible("https://media.example.com/files/media/a%20b.ogg")).contains(KEY);
    assertThat(own.possible("file:///var/other/" + KEY)).isEmpty();
    assertThat(own.possible("s3://shop/" + KEY)).isEmpty();
  }

  @Test
  void readsAnythingWithoutAnEnd() {
    KeySpellings own = of("s3://shop/", "");
    for (String text :
        List.of(
            "",
            "/",
            "//",
            "%",
            "%zz",
            "?#",
            "%25".repeat(5000),
            "/".repeat(9000),
            "s3://",
            "x:",
            "../..")) {
      assertThat(own.possible(text).size()).as(text.length() + " long").isLessThan(20_000);
      own.plain(text);
    }
  }
}
