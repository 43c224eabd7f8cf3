package org.quietus.objectstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every store of small objects does; the specification of {@link SmallObjects}. */
abstract class SmallObjectsContract {
  private static final ObjectKey NAME = new ObjectKey("folder/a.json");
  private static final int MOST = 100;

  /** The store of this test, which is empty at first. */
  abstract SmallObjects small();

  @Test
  void createsAnObjectOnce() {
    assertThat(small().create(NAME, bytes("one"))).isTrue();
    assertThat(small().create(NAME, bytes("two"))).isFalse();

    assertThat(small().first(NAME, MOST)).hasValue(bytes("one"));
    assertThat(small().current(NAME, MOST)).hasValue(bytes("one"));
  }

  @Test
  void createsSeveralAtATimeOfWhichOthersAreThere() {
    small().create(new ObjectKey("folder/7"), bytes("earlier"));
    Map<ObjectKey, byte[]> all = new LinkedHashMap<>();
    for (int n = 0; n < 20; n++) {
      all.put(new ObjectKey("folder/" + n), bytes("of " + n));
    }

    Set<ObjectKey> created = small().createAll(all);

    assertThat(created).hasSize(19).doesNotContain(new ObjectKey("folder/7"));
    assertThat(keys()).hasSize(20);
    all.forEach(
        (key, content) ->
            assertThat(small().first(key, MOST))
                .hasValue(created.contains(key) ? content : bytes("earlier")));
    assertThat(small().createAll(all)).isEmpty();
    assertThat(small().createAll(Map.of())).isEmpty();
  }

  @Test
  void replacesWhatIsExpectedAndNothingElse() {
    assertThat(small().replace(NAME, bytes("one"), bytes("two"))).isFalse();
    small().create(NAME, bytes("one"));
    for (String other : List.of("", "on", "ONE", "one more")) {
      assertThat(small().replace(NAME, bytes(other), bytes("two"))).as(other).isFalse();
    }
    assertThat(small().replace(NAME, bytes("one"), bytes("two"))).isTrue();

    assertThat(small().current(NAME, MOST)).hasValue(bytes("two"));
  }

  @Test
  void refusesToGiveMoreThanWasAskedFor() {
    small().create(NAME, new byte[MOST + 1]);

    assertThat(small().current(NAME, MOST + 1)).hasValue(new byte[MOST + 1]);
    assertThatThrownBy(() -> small().current(NAME, MOST))
        .isInstanceOf(StoreException.Refused.class)
        .hasMessageContaining("larger than 100 bytes");
  }

  @Test
  void namesWhatIsDirectlyInAFolder() {
    assertThat(keys()).isEmpty();
    for (String key : List.of("folder/b", "folder/a", "folder/deeper/c", "folders/d", "e")) {
      small().create(new ObjectKey(key), bytes(key));
    }

    assertThat(keys())
        .extracting(ObjectKey::value)
        .contains("folder/a", "folder/b")
        .doesNotContain("folder/deeper/c", "folders/d", "e");
  }

  @Test
  void deletesAllOfAKeyAndNoOther() {
    ObjectKey longer = new ObjectKey(NAME.value() + "l");
    small().create(longer, bytes("other"));
    small().create(NAME, bytes("one"));
    small().replace(NAME, bytes("one"), bytes("two"));
    assertThat(small().isLocked(NAME, Instant.now())).isFalse();

    small().deleteAll(NAME);
    small().deleteAll(NAME);

    assertThat(small().first(NAME, MOST)).isEmpty();
    assertThat(keys()).containsExactly(longer);
  }

  @Test
  void thatItCanBeWrittenLeavesNothing() {
    small().requireWritable(NAME);

    assertThat(small().current(NAME, MOST)).isEmpty();
    assertThat(keys()).isEmpty();
  }

  List<ObjectKey> keys() {
    try (Stream<ObjectKey> keys = small().keysIn("folder")) {
      return keys.toList();
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
