package org.quietus.run.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quietus.plan.CatalogBuilder.aCatalog;
import static org.quietus.policy.JobFileBuilder.aJob;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.quietus.catalog.ForeignKey.OnDelete;
import org.quietus.catalog.RowValues;
import org.quietus.plan.Member;
import org.quietus.plan.Step;
import org.quietus.plan.make.Planner;
import org.quietus.policy.RequestKind;
import org.quietus.policy.Then;
import org.quietus.request.ErasureRequest;
import org.quietus.request.Filing;
import org.quietus.request.Ground;
import org.quietus.request.Requester;
import org.quietus.request.SealedPerson;
import org.quietus.request.State;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;
import org.quietus.target.FrozenRow;
import org.quietus.target.GoneKey;
import org.quietus.target.PersonKeys;

/** What is kept of a person's rows, and how a step of another day reads it. */
class FrozenRowsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Map<String, String> TRAITS = Map.of("email", "ann@example.org");

  private final Step then = step("int", "int");
  private final FrozenRows rows = new FrozenRows(then);

  /** Customers with a number that chats name, and an address of their own. */
  private static Step step(String number, String address) {
    return Planner.plan(
            aJob()
                .subject("customer", "customer", "email")
                .owns("chat.customer_no -> customer.no")
                .owns("message.chat_id -> chat.id")
                .owns("customer.address_id -> address.id")
                .erase("customer", Then.DELETE)
                .erase("address", Then.DELETE)
                .erase("chat", Then.DELETE)
                .erase("message", Then.DELETE)
                .build(),
            aCatalog()
                .table("address", "id " + address + " pk")
                .table(
                    "customer",
                    "id int pk",
                    "no " + number + " unique null",
                    "address_id " + address + " index null",
                    "email varchar(50) null")
                .table("chat", "id " + number + " pk", "customer_no " + number + " index")
                .table("message", "id int pk", "chat_id " + number + " index")
                .build(),
            NOW)
        .stepsOf("customer")
        .get(0);
  }

  private static RowValues row(@Nullable Object... values) {
    return new RowValues(Arrays.asList(values));
  }

  private static SealedPerson ann() {
    return new SealedPerson(
        "0".repeat(64), List.of(new Identifier(IdentifierType.EMAIL, "ann@example.org")));
  }

  private SealedPerson known(RowValues... values) {
    return rows.with(ann(), List.of(values), TRAITS);
  }

  private static ErasureRequest request(State state) {
    return new ErasureRequest(
        "r1",
        new Filing(
            "customer",
            Optional.empty(),
            Ground.REQUEST,
            Requester.SELF,
            Optional.empty(),
            NOW,
            RequestKind.ERASURE),
        state,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.of(NOW),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "0".repeat(64));
  }

  private List<RowValues> read(FrozenRows reader, SealedPerson person) {
    return reader.of(request(State.RUNNING), person).rows();
  }

  @Test
  void furtherRowsComeBesideThoseThatWereFrozenAndEachOnce() {
    assertThat(then.rootColumns()).containsExactlyInAnyOrder("id", "no", "address_id");
    RowValues first = row(1L, 10L, 5L);
    RowValues second = row(2L, 20L, null);

    SealedPerson more = rows.with(known(first), List.of(second, first), TRAITS);

    assertThat(read(rows, more)).containsExactly(first, second);
    assertThat(more.traits()).isEqualTo(TRAITS);
    assertThat(more.identifiers()).isEqualTo(ann().identifiers());
  }

  @Test
  void rowsTellTheirDatabaseAndThoseOfBeforeWereInHome() {
    RowValues row = row(1L, 10L, 5L);
    SealedPerson person = known(row);
    SealedPerson before =
        person.found(
            person.rows().orElseThrow().stream()
                .map(FrozenRow::decode)
                .map(one -> new FrozenRow(Optional.empty(), one.table(), one.values()).encode())
                .toList(),
            TRAITS);

    assertThat(FrozenRows.databases(person, "home")).containsExactly(then.database());
    assertThat(FrozenRows.databases(before, "home")).containsExactly("home");
    assertThat(read(rows, before)).containsExactly(row);
    assertThat(read(rows, rows.with(before, List.of(row), TRAITS))).containsExactly(row);
  }

  @Test
  void whatCanBeReadStaysAsItIs() {
    assertThat(rows.readable(request(State.RUNNING), known(row(1L, 10L, 5L)))).isEmpty();
  }

  @Test
  void aValueThatMeansSomethingElseByNowIsUnmatchedAndLeftOutAndAllElseStays() {
    FrozenRows today = new FrozenRows(step("varchar(20)", "int"));
    SealedPerson person = known(row(1L, 10L, 5L), row(2L, null, 6L));

    PersonKeys keys = today.of(request(State.RUNNING), person);
    assertThat(keys.unmatched().rows()).isEqualTo(1);
    assertThat(keys.unmatched().columns()).containsExactly("customer.no");
    assertThat(keys.rows()).hasSize(2);

    SealedPerson readable = today.readable(request(State.RUNNING), person).orElseThrow();
    assertThat(readable.traits()).isEqualTo(TRAITS);
    assertThat(readable.rows().orElseThrow()).hasSize(2);
    assertThat(today.of(request(State.RUNNING), readable).unmatched().isNothing()).isTrue();
    assertThat(today.of(request(State.RUNNING), readable).rows()).isEqualTo(keys.rows());
  }

  /** No table that a law keeps is reached by the number. */
  @Test
  void whatLedToNothingKeptIsNotMissedOnceThePersonIsForgotten() {
    FrozenRows today = new FrozenRows(step("varchar(20)", "int"));
    SealedPerson forgotten = known(row(1L, 10L, 5L)).withoutIdentifiers();
    assertThat(today.of(request(State.COMPLETED), forgotten).unmatched().isNothing()).isTrue();
  }

  @Test
  void saysWhetherARunActedOnTheRowsAndWhen() {
    SealedPerson person = known(row(1L, 10L, 5L));
    assertThat(rows.of(request(State.RUNNING), person).actedOn()).isFalse();
    assertThat(rows.of(request(State.SETTLING), person).actedOn()).isTrue();
    assertThat(rows.of(request(State.RUNNING), person).erasedAt()).isEqualTo(NOW);
    assertThat(rows.of(request(State.RUNNING), person).whose())
        .isEqualTo(PersonKeys.Whose.ONE_PERSON);
  }

  @Test
  void whatStillLeadsToThePersonsRowsIsNobodyElses() {
    RowValues row = row(1L, 10L, 5L);
    assertThat(rows.withoutPassedOn(known(row), List.of(row))).isEmpty();
  }

  @Test
  void aNumberThatHasGoneToSomebodyElseIsForgottenAndTheRestOfTheRowStays() {
    SealedPerson left =
        rows.withoutPassedOn(known(row(1L, 10L, 5L)), List.of(row(1L, 11L, 6L))).orElseThrow();
    assertThat(read(rows, left)).containsExactly(row(1L, null, 5L));
    assertThat(left.traits()).isEqualTo(TRAITS);
  }

  @Test
  void ofANumberThatIsNotThereNothingIsForgotten() {
    assertThat(rows.withoutPassedOn(known(row(1L, null, 5L)), List.of(row(1L, 11L, 5L)))).isEmpty();
  }

  @Test
  void aRowWhoseKeyHasGoneToSomebodyElseIsForgotten() {
    SealedPerson left =
        rows.withoutPassedOn(known(row(1L, 10L, 5L), row(2L, 20L, 6L)), List.of(row(2L, 20L, 6L)))
            .orElseThrow();
    assertThat(read(rows, left)).containsExactly(row(2L, 20L, 6L));
  }

  @Test
  void theKeyStaysOfARowWhoseKeyAndNumberTogetherLeadToNothing() {
    Step both =
        Planner.plan(
                aJob()
                    .subject("customer", "customer", "email")
                    .erase("customer", Then.DELETE)
                    .erase("chat", Then.DELETE)
                    .build(),
                aCatalog()
                    .table("customer", "id int pk", "no int", "email varchar(50) null")
                    .unique("customer.id+no")
                    .table("chat", "id int pk", "customer_id int", "customer_no int")
                    .key("chat.customer_id+customer_no -> customer.id+no", OnDelete.RESTRICT)
                    .build(),
                NOW)
            .stepsOf("customer")
            .get(0);
    FrozenRows frozen = new FrozenRows(both);
    SealedPerson person = frozen.with(ann(), List.of(row(1L, 10L)), TRAITS);

    SealedPerson left = frozen.withoutPassedOn(person, List.of(row(1L, 11L))).orElseThrow();

    assertThat(read(frozen, left)).containsExactly(row(1L, null));
  }

  @Test
  void ofTheKeysOfRowsThatAreGoneThoseAreFollowedThatStillLeadSomewhere() {
    PersonKeys person = rows.of(request(State.RUNNING), known(row(1L, 10L, 5L)));
    GoneKey chat = gone(then, "chat");
    GoneKey message = gone(then, "message"); // nothing hangs on it

    assertThat(rows.with(person, List.of(chat)).gone()).containsExactly(chat);
    assertThat(rows.with(person, List.of(chat)).unmatched().isNothing()).isTrue();
    PersonKeys both = rows.with(person, List.of(chat, message));
    assertThat(both.gone()).containsExactly(chat);
    assertThat(both.unmatched().rows()).isEqualTo(1);
    assertThat(both.unmatched().columns()).containsExactly("message.id");
  }

  private static GoneKey gone(Step step, String table) {
    return step.members().stream()
        .map(Member::catalogTable)
        .filter(known -> known.name().equals(table))
        .findFirst()
        .map(known -> GoneKey.of(known, List.of("id"), row(7L)))
        .orElseThrow();
  }

  @Test
  void aRowOfWhichNotEvenTheKeyCanBeReadIsLeftAlone() {
    SealedPerson elsewhere =
        ann().found(List.of(rows.texts(List.of(row(1L, 10L, 5L))).get(0)), TRAITS);
    Step other =
        Planner.plan(
                aJob().subject("customer", "client", "email").erase("client", Then.DELETE).build(),
                aCatalog().table("client", "id int pk", "email varchar(50) null").build(),
                NOW)
            .stepsOf("customer")
            .get(0);
    FrozenRows today = new FrozenRows(other);
    assertThat(today.withoutPassedOn(elsewhere, List.of())).isEmpty();
    assertThat(today.of(request(State.RUNNING), elsewhere).rows()).isEmpty();
    assertThat(today.of(request(State.RUNNING), elsewhere).unmatched().columns())
        .isEqualTo(Set.of("customer.id", "customer.no", "customer.address_id"));
  }
}
