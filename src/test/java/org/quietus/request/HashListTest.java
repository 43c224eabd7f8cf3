package org.quietus.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quietus.subject.HashedType;
import org.quietus.subject.IdentifierHash;
import org.quietus.testing.Seeds;

/** A list holds many entries in little memory, and loses none of them. */
class HashListTest {
  private static final int ENTRIES = 20_000;

  static LongStream seeds() {
    return Seeds.few(2);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyEntryIsFoundAndNoOther(long seed) {
    Random random = new Random(seed);
    HashList list = new HashList(new Hashed.One(HashedType.EMAIL, false));
    Map<String, List<String>> model = new LinkedHashMap<>();
    List<String> ids = new ArrayList<>();
    for (int n = 0; n < ENTRIES; n++) {
      String id = "e".repeat(random.nextInt(31)) + n;
      String mail = mail(random.nextInt(ENTRIES));
      assertThat(list.add(id, IdentifierHash.of(mail))).isTrue();
      assertThat(list.add(id, IdentifierHash.of(mail(0)))).as("twice").isFalse();
      model.computeIfAbsent(mail, one -> new ArrayList<>()).add(id);
      ids.add(id);
    }
    assertThat(list.ids()).isEqualTo(ids);
    for (int n = 0; n < ENTRIES; n++) {
      assertThat(list.entries(List.of(mail(n)))).isEqualTo(model.getOrDefault(mail(n), List.of()));
    }
  }

  /** All ids have one hash code as Java makes them; who writes a list may choose them so. */
  @Test
  @Timeout(60)
  void idsThatWereChosenToCollideDoNotHoldAnybodyUp() {
    HashList list = new HashList(new Hashed.One(HashedType.EMAIL, false));
    for (int n = 0; n < 1 << 17; n++) {
      StringBuilder id = new StringBuilder();
      for (int bit = 0; bit < 17; bit++) {
        id.append((n >> bit & 1) == 0 ? "Aa" : "BB");
      }
      assertThat(list.add(id.toString(), IdentifierHash.of(mail(n)))).isTrue();
    }
    assertThat(list.ids().get(0).hashCode()).isEqualTo(list.ids().get(1).hashCode());
  }

  @Test
  void theStatusOfAnEntryIsItsRequestsOrNotFound() {
    HashList list = new HashList(new Hashed.One(HashedType.EMAIL, false));
    Map<String, Optional<ListedStatus>> known = new HashMap<>();
    for (int n = 0; n < 100; n++) {
      list.add("e" + n, IdentifierHash.of(mail(n)));
    }
    known.put("e1", Optional.of(ListedStatus.DELETED));
    known.put("e2", Optional.empty());
    known.put("of-another-list", Optional.of(ListedStatus.DELETED));
    ListStatuses statuses = new ListStatuses(list, known, Set.of("e3"));
    assertThat(statuses.count(Optional.of(ListedStatus.DELETED))).isEqualTo(1);
    assertThat(statuses.count(Optional.empty())).isEqualTo(2);
    assertThat(statuses.count(Optional.of(ListedStatus.NOT_FOUND))).isEqualTo(97);
  }

  private static String mail(int n) {
    return "person" + n + "@example.org";
  }
}
