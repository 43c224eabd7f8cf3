package org.quietus.subject;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quietus.policy.SubjectType;
import org.quietus.policy.TableName;

/** Which rows are held against the entries of erased persons. */
class TokenSieveTest {
  private static final TokenKind EMAIL = TokenKind.of(IdentifierType.EMAIL);
  private static final TokenKind PHONE = TokenKind.of(IdentifierType.PHONE);

  private final TokenMaker maker = new TokenMaker(1, new byte[32]);
  private final TokenFilter filter = new TokenFilter(100);
  private final Map<Token, SuppressionEntry> entries = new LinkedHashMap<>();
  private final List<Integer> lookedUp = new ArrayList<>();
  private final Map<String, Set<SuppressionEntry>> agreeing = new LinkedHashMap<>();
  private final List<String> told = new ArrayList<>();
  private TokenSieve<String> sieve;

  @BeforeEach
  void open() {
    Map<String, String> identifiers = new LinkedHashMap<>();
    identifiers.put("mail", "email");
    identifiers.put("call", "phone");
    open(identifiers);
  }

  private void open(Map<String, String> identifiers) {
    sieve =
        new TokenSieve<>(
            new SubjectType(
                "customer",
                new TableName("crm", "customer"),
                identifiers,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of()),
            List.of(maker),
            filter,
            Set.of(),
            tokens -> {
              lookedUp.add(tokens.size());
              return entries.values().stream()
                  .filter(entry -> tokens.contains(entry.token()))
                  .toList();
            },
            (row, found) -> {
              told.add(row);
              agreeing.put(row, found);
            });
  }

  private SuppressionEntry erased(Optional<String> tenant, TokenKind kind, String value) {
    Token token = maker.of(tenant, "customer", kind, value);
    SuppressionEntry entry =
        new SuppressionEntry("request-1", tenant, "customer", kind, 1, token, Instant.EPOCH);
    filter.add(token);
    entries.put(token, entry);
    return entry;
  }

  private void sift(String key, Optional<String> tenant, String... identifiers) {
    sieve.sift(() -> key, key, tenant, Arrays.asList(identifiers));
  }

  @Test
  void tellsEachRowWithEverythingThatAgreesWithIt() {
    SuppressionEntry mail = erased(Optional.empty(), EMAIL, "a@example.org");
    SuppressionEntry phone = erased(Optional.empty(), PHONE, "+491234567");
    SuppressionEntry key = erased(Optional.empty(), TokenKind.ROW_KEY, "7");
    sift("7", Optional.empty(), "A@example.org ", "+49 123 4567");
    sift("8", Optional.empty(), null, "+49 123 4567");
    sift("9", Optional.empty(), "b@example.org", null);
    sieve.finish();
    assertThat(agreeing)
        .containsExactly(Map.entry("7", Set.of(key, mail, phone)), Map.entry("8", Set.of(phone)));
  }

  @Test
  void asksForNoRowThatTheFilterKeepsBack() {
    erased(Optional.empty(), EMAIL, "a@example.org");
    sieve.sift(
        () -> {
          throw new AssertionError("asked for");
        },
        "1",
        Optional.empty(),
        Arrays.asList("b@example.org", null));
    sieve.finish();
    assertThat(agreeing).isEmpty();
    assertThat(lookedUp).containsExactly(0);
  }

  @Test
  void knowsAPersonUnderTheirOwnTenantAlone() {
    SuppressionEntry mail = erased(Optional.of("one"), EMAIL, "a@example.org");
    sift("1", Optional.of("two"), "a@example.org", null);
    sift("2", Optional.of("one"), "a@example.org", null);
    sift("3", Optional.empty(), "a@example.org", null);
    sieve.finish();
    assertThat(agreeing).containsExactly(Map.entry("2", Set.of(mail)));
  }

  @Test
  void looksUpBeforeTooManyHaveGatheredAndTellsEachRowOnce() {
    for (int n = 0; n < 600; n++) {
      erased(Optional.empty(), TokenKind.ROW_KEY, String.valueOf(n));
    }
    for (int n = 0; n < 600; n++) {
      sift(String.valueOf(n), Optional.empty(), null, null);
    }
    sieve.finish();
    assertThat(lookedUp).containsExactly(500, 100);
    assertThat(told).hasSize(600).doesNotHaveDuplicates();
  }

  /** Two of them would take a row of somebody else's who has that one number alone. */
  @Test
  void oneUuidInTwoSpellingsAgreesOnce() {
    Map<String, String> identifiers = new LinkedHashMap<>();
    identifiers.put("account", "id");
    identifiers.put("device", "id");
    identifiers.put("mail", "email");
    open(identifiers);
    TokenKind id = TokenKind.of(IdentifierType.ID);
    String uuid = "0f8fad5b-d9cb-469f-a165-70867728950e";
    SuppressionEntry mail = erased(Optional.empty(), EMAIL, "a@example.org");
    erased(Optional.empty(), id, uuid);
    erased(Optional.empty(), id, uuid.replace("-", ""));
    SuppressionEntry other = erased(Optional.empty(), id, "7c9e6679-7425-40de-944b-e07fc1f90ae7");

    sift("1", Optional.empty(), uuid, uuid.replace("-", ""), null);
    sift("2", Optional.empty(), uuid, uuid.replace("-", ""), "a@example.org");
    sift("3", Optional.empty(), uuid, "7c9e6679-7425-40de-944b-e07fc1f90ae7", null);
    sieve.finish();

    assertThat(agreeing.get("1")).hasSize(1);
    assertThat(agreeing.get("2")).hasSize(2).contains(mail);
    assertThat(agreeing.get("3")).hasSize(2).contains(other);
    assertThat(TokenCandidates.areTwo(agreeing.get("1"))).isFalse();
    assertThat(TokenCandidates.areTwo(agreeing.get("3"))).isTrue();
  }
}
