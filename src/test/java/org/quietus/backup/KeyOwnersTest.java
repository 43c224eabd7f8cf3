package org.quietus.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyOwnersTest {
  private final KeyOwners owners = new KeyOwners(5_000);

  @Test
  void theFirstOwnerOfATokenStays() {
    assertThat(owners.owner(new KeyToken(1, 2))).isEqualTo(-1);
    assertThat(owners.add(new KeyToken(1, 2), 0)).isTrue();
    assertThat(owners.add(new KeyToken(1, 2), 7)).isFalse();
    assertThat(owners.owner(new KeyToken(1, 2))).isZero();
    assertThat(owners.size()).isEqualTo(1);
  }

  @Test
  void tokensThatShareHalfOfTheirBitsOrAPlaceAreTold() {
    KeyToken[] alike = {
      new KeyToken(1, 1023), new KeyToken(2, 1023), new KeyToken(1, 2047), new KeyToken(1, 0)
    };
    for (int n = 0; n < alike.length; n++) {
      assertThat(owners.add(alike[n], n)).isTrue();
    }
    for (int n = 0; n < alike.length; n++) {
      assertThat(owners.owner(alike[n])).isEqualTo(n);
    }
    assertThat(owners.owner(new KeyToken(3, 1023))).isEqualTo(-1);
  }

  @Test
  void allAreKnownStillWhenThereAreManyAndOneTooManyIsRefused() {
    Map<KeyToken, Integer> model = new HashMap<>();
    for (int n = 0; n < 5_000; n++) {
      KeyToken token = new KeyToken(n * 31L, n * 7L);
      owners.add(token, n % 9);
      model.put(token, n % 9);
    }
    assertThat(owners.size()).isEqualTo(5_000);
    Map<KeyToken, Integer> known = new HashMap<>();
    owners.forEach(known::put);
    assertThat(known).isEqualTo(model);
    assertThat(model)
        .allSatisfy((token, owner) -> assertThat(owners.owner(token)).isEqualTo(owner));

    assertThat(owners.add(new KeyToken(31, 7), 3)).isFalse();
    assertThatThrownBy(() -> owners.add(new KeyToken(-1, -1), 3))
        .isInstanceOf(Trouble.class)
        .hasMessageContaining("more than 5000 keys");
  }
}
