package org.quietus.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.set.Stores;
import org.quietus.catalog.RowValues;
import org.quietus.hold.HoldsChanged;
import org.quietus.subject.IdentifierType;
import org.quietus.subject.TokenKind;
import org.quietus.target.BackupEnd;
import org.quietus.target.HeldBackups;

/**
 * What becomes of the records of files, whatever their format; one subclass for each. The sets are
 * {@code events}, from which persons' records are deleted, and {@code access}, in which they are
 * anonymised and go after 90 days.
 */
abstract class RecordContract {
  private static final String BEFORE = "2026-02-01T10:00:00Z";
  private static final String AFTER = "2026-03-02T10:00:00Z";

  @TempDir Path directory;
  private Vault vault;
  private Shop shop;

  /** The sets of files, as {@link FileContract} has them. */
  abstract String job();

  /** What keys end with. */
  abstract String ending();

  /** What a file of events begins with. */
  abstract String events();

  /** An event; what is null is not told. */
  abstract String event(@Nullable String at, @Nullable String mail, @Nullable String id);

  /** Records in odd spellings, none of which is Ann's. */
  abstract String kept();

  /** An event with Ann's address that cannot be read. */
  abstract String broken();

  /** What is said if it is the second record of a file. */
  abstract String whyBroken();

  /** What a file of accesses begins with. */
  abstract String access();

  /** An access; what is null is not told. */
  abstract String access(@Nullable String ts, @Nullable String mail, String ip);

  @BeforeEach
  void open() throws Exception {
    vault = new DirectoryVault(Files.createDirectory(directory.resolve("store")));
    open(job());
  }

  /** A new shop, with sets of files, whose tables are changed by some statements. */
  final void open(String files, String... statements) throws Exception {
    open(job -> job + files, statements);
  }

  /** The same with a job file that is made of the shop's. */
  final void open(UnaryOperator<String> job, String... statements) throws Exception {
    shop =
        new Shop(
            Files.createTempDirectory(directory, "shop"),
            vault.settings(),
            Stores::open,
            job,
            List.of(statements));
  }

  @AfterEach
  void close() {
    shop.close();
    vault.close();
  }

  final Shop shop() {
    return shop;
  }

  final void put(String key, String content) throws Exception {
    vault.put(key, key.endsWith(".gz") ? ShopDump.gzip(content) : content.getBytes(UTF_8));
  }

  final String get(String key) throws Exception {
    return key.endsWith(".gz")
        ? ShopDump.gunzip(vault.get(key))
        : new String(vault.get(key), UTF_8);
  }

  private String ann() {
    return event(BEFORE, "ann@example.org", null);
  }

  @Test
  void thePersonsRecordsGoAndEveryOtherByteStays() throws Exception {
    String doomed =
        event(BEFORE, " ANN@example.org", "1")
            + event("1769940000123", "ann.before@example.org", "1")
            + event("2026-02-28", null, "1.0");
    put("events/a" + ending() + ".gz", events() + doomed + kept() + doomed);
    put("events/b" + ending(), events() + kept());
    put("events/c" + ending(), events() + kept() + doomed.strip());
    put("events/d" + ending(), "");
    byte[] untouched = vault.get("events/b" + ending());

    shop.erase();

    assertThat(get("events/a" + ending() + ".gz")).isEqualTo(events() + kept());
    assertThat(vault.get("events/b" + ending())).isEqualTo(untouched);
    assertThat(get("events/c" + ending())).isEqualTo(events() + kept());
    assertThat(shop.ends()).containsExactly("events clean 2", "events verified 2");
    assertThat(shop.ledger())
        .containsExactly("events.(records) delete 3", "events.(records) delete 6");
    assertThat(shop.reread()).isEmpty();
    shop.nextRun();
    shop.erase();
    assertThat(shop.ends()).containsExactly("events clean 4");
  }

  @Test
  void anObjectWithARecordThatCannotBeReadIsLeftUntilItIsMended() throws Exception {
    String key = "events/a" + ending();
    put(key, events() + ann() + broken() + kept());
    put("events/b" + ending(), events() + ann() + kept());

    shop.erase();

    assertThat(get(key)).isEqualTo(events() + ann() + broken() + kept());
    assertThat(get("events/b" + ending())).isEqualTo(events() + kept());
    assertThat(shop.ends()).containsExactly("events damaged 1", "events verified 1");
    assertThat(shop.backupEnds()).filteredOn(end -> end.partial() && end.isResidual()).hasSize(1);
    assertThat(shop.ledger()).containsExactly("events.(records) delete 1");
    assertThat(shop.notes())
        .anyMatch(
            note ->
                note.startsWith("files 'events': object 'events/*" + ending() + "' (")
                    && note.contains("is damaged: " + whyBroken()))
        .noneMatch(note -> note.contains("ann@"));
    put(key, events() + ann() + kept());
    shop.nextRun();
    shop.erase();
    assertThat(get(key)).isEqualTo(events() + kept());
    assertThat(shop.backupEnds()).noneMatch(BackupEnd::partial);
  }

  @Test
  void aRecordThatMayBeSomebodyElsesIsLeftForReview() throws Exception {
    String doubtful = event(BEFORE, "ann@example.org", "7") + event(null, "ann@example.org", null);
    put("events/a" + ending(), events() + doubtful + kept());
    shop.erase();
    assertThat(get("events/a" + ending())).isEqualTo(events() + doubtful + kept());
    assertThat(shop.ledger()).containsExactly("events.(records) left for review 2");
  }

  /** As mail programs and spreadsheets do; what may be another address is looked at. */
  @Test
  void thePersonIsKnownByAnAddressWithSomethingAroundIt() throws Exception {
    String doomed =
        event(BEFORE, "<ann@example.org>", null)
            + event(BEFORE, "Ann Ado <Ann@example.org>", null)
            + event(BEFORE, "MAILTO:ann@example.org", null);
    String doubtful =
        event(BEFORE, "Ben Bo <ben@example.org>, ann@example.org", null)
            + event(BEFORE, "ben@example.org ann@example.org", null)
            + event(BEFORE, "jo ann@example.org", null)
            + event(BEFORE, "'ann@example.org", null)
            + event(BEFORE, "\u200bann@example.org", null);
    String others =
        event(BEFORE, "joann@example.org", null)
            + event(BEFORE, "Ann Ado <ben@example.org>", null)
            + event(BEFORE, "ann@example.org.example", null);
    put("events/a" + ending(), events() + doomed + others + doubtful + kept());

    shop.erase();

    assertThat(get("events/a" + ending())).isEqualTo(events() + others + doubtful + kept());
    assertThat(shop.ledger())
        .containsExactly("events.(records) delete 3", "events.(records) left for review 5");
  }

  @Test
  void aRecordThatHasOutlivedItsPeriodGoesWithoutAnyRequest() throws Exception {
    // kept for 90 days in Berlin, from 2026-03-01T12:01Z on: due before 2025-11-30T23:00Z
    String kept =
        access("1764543600000", "ben@example.org", "10.1.2.3")
            + access("2025-12-01T00:00:00+01:00", null, "10.1.2.3")
            + access("2025-12-01 00:00:00", null, "10.1.2.3")
            + access(null, "ann@example.org", "10.1.2.3")
            + access("yesterday", null, "10.1.2.3")
            + access("0", null, "10.1.2.3")
            + access("20250101", null, "10.1.2.3")
            + access("9999-12-31", null, "10.1.2.3");
    put(
        "access/a" + ending(),
        access()
            + access("1764543599999", null, "")
            + kept
            + access("2025-11-30T23:59:59", "ben@example.org", "10.1.2.3")
            + access("2024-02-29", null, "10.1.2.3").strip());

    shop.screen();

    assertThat(get("access/a" + ending())).isEqualTo(access() + kept);
    assertThat(shop.ledger()).containsExactly("access.(records) delete 3");
    assertThat(shop.overdue()).contains("access.(records) 0 0");
    assertThat(shop.notes()).anyMatch(note -> note.contains("5 records have no moment at 'ts'"));
    shop.nextRun();
    shop.screen();
    assertThat(shop.ledger()).isEmpty();
    assertThat(shop.ends()).containsExactly("access clean 1");
  }

  @Test
  void recordsThatHaveOutlivedTheirPeriodStayBesideOneThatCannotBeRead() throws Exception {
    String old = access("1500000000", "ben@example.org", "10.1.2.3");
    put("access/a" + ending(), access() + old + broken());
    put("access/b" + ending(), access() + old);
    shop.erase();
    assertThat(get("access/a" + ending())).isEqualTo(access() + old + broken());
    assertThat(get("access/b" + ending())).isEqualTo(access());
    assertThat(shop.ends()).containsExactly("access damaged 1", "access verified 1");
    put("access/a" + ending(), access() + old);
    shop.nextRun();
    shop.erase();
    assertThat(get("access/a" + ending())).isEqualTo(access());
    assertThat(shop.backupEnds()).noneMatch(BackupEnd::partial);
  }

  @Test
  void anAnonymisedRecordChangesTheFieldsConcernedAndNoOther() throws Exception {
    String others = access(BEFORE, "ben@example.org", "10.1.2.3");
    put("access/a" + ending(), access() + access(BEFORE, "ann@example.org", "10.1.2.3") + others);

    shop.erase();

    assertThat(get("access/a" + ending()))
        .isEqualTo(access() + access(BEFORE, null, "10.1.0.0") + others);
    assertThat(shop.ledger())
        .singleElement()
        .asString()
        .startsWith("access.(records) anonymise: mail set-null, ip network");
    assertThat(shop.reread()).isEmpty();
    shop.nextRun();
    shop.erase();
    assertThat(shop.ends()).containsExactly("access clean 1");
  }

  @Test
  void recordsThatArriveAfterTheErasureAreFound() throws Exception {
    shop.annErasedEarlier();
    String doubtful = event(BEFORE, "ann@example.org", "8");
    put(
        "events/a" + ending(),
        events() + ann() + event(BEFORE, "older@example.org", "1") + doubtful + kept());
    put("access/a" + ending(), access() + access(BEFORE, "ann@example.org", "10.1.2.3"));

    shop.screen();

    assertThat(get("events/a" + ending())).isEqualTo(events() + doubtful + kept());
    assertThat(get("access/a" + ending())).isEqualTo(access() + access(BEFORE, null, "10.1.0.0"));
    assertThat(shop.ledger())
        .contains("events.(records) delete 2", "events.(records) left for review 1")
        .hasSize(3);
    shop.nextRun();
    shop.screen();
    assertThat(shop.ends()).containsExactly("access clean 1", "events screened 1");
  }

  @Test
  void whoseRecordsAreInDoubtIsSoughtAgainWhereAFileIsReadForSomebodyElse() throws Exception {
    shop.erasedEarlier(
        "request-0",
        Map.of(
            TokenKind.of(IdentifierType.EMAIL),
            "ben@example.org",
            TokenKind.ROW_KEY,
            new RowValues(List.of(2L)).encode()));
    String doubtful = event(BEFORE, "ben@example.org", "8");
    put("events/a" + ending(), events() + ann() + doubtful);
    shop.screen();
    assertThat(shop.ledger()).containsExactly("events.(records) left for review 1");
    shop.nextRun();

    shop.erase();

    assertThat(get("events/a" + ending())).isEqualTo(events() + doubtful);
    assertThat(shop.ledger())
        .containsExactly("events.(records) delete 1", "events.(records) left for review 1");
    shop.nextRun();
    shop.screen();
    assertThat(shop.ends()).containsExactly("events screened 1");
  }

  @Test
  void nobodyGoesByANameAlone() throws Exception {
    shop.erasedEarlier("request-0", Map.of(TokenKind.of(IdentifierType.TEXT), "ann@example.org"));
    put("events/a" + ending(), events() + ann());
    shop.screen();
    assertThat(get("events/a" + ending())).isEqualTo(events() + ann());
  }

  /** A day alone leaves open whether it was before or after. */
  @Test
  void whatSomebodySaidOfARecordIsDoneWithThatRecordWhereverItStands() throws Exception {
    String hers = event(BEFORE, "ann@example.org", "7");
    String others = event(BEFORE, "ann@example.org", "8");
    put("events/a" + ending(), events() + hers + kept());
    shop.erase();
    assertThat(shop.reviews().of("request-1"))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.seen().agreeing()).containsExactly("email");
              assertThat(row.seen().differing()).containsExactly("id");
              assertThat(row.seen().place()).startsWith("byte ");
              assertThat(row.object()).startsWith("'events/*" + ending());
            });
    shop.say("request-1", true);
    put("events/b" + ending(), events() + others + kept() + hers.strip());
    shop.nextRun();

    shop.erase();

    assertThat(get("events/a" + ending())).isEqualTo(events() + kept());
    assertThat(get("events/b" + ending())).isEqualTo(events() + others + kept());
    assertThat(shop.ledger()).contains("events.(records) left for review 1");
    shop.say("request-1", false);
    shop.nextRun();
    shop.erase();
    assertThat(get("events/b" + ending())).isEqualTo(events() + others + kept());
    assertThat(shop.ledger()).isEmpty();
    assertThat(shop.reviews().of("request-1")).isEmpty();
  }

  /** The same address may be registered again, and a record tell nothing else. */
  @Test
  void whatSomebodySaidOfARecordWithoutAMomentIsNotSaidOfOneInALaterObject() throws Exception {
    String open = event("2026-03-01", "ann@example.org", null);
    put("events/a" + ending(), events() + open + kept());
    shop.erase();
    shop.say("request-1", true, Shop.ERASED);
    shop.nextRun();
    shop.erase();
    assertThat(get("events/a" + ending())).isEqualTo(events() + open + kept());
    assertThat(shop.reviews().of("request-1")).hasSize(1);
    assertThat(shop.reviews().saidSince("events")).as("waits for another answer").isEmpty();

    shop.say("request-1", true, Instant.now().plusSeconds(60));
    shop.nextRun();
    shop.erase();
    assertThat(get("events/a" + ending())).isEqualTo(events() + kept());
  }

  /** It came after the erasure, and before the decision, and no run had read it by then. */
  @Test
  void whatSomebodySaidOfARecordIsNotSaidOfOneThatTheyWereNotShown() throws Exception {
    String open = event("2026-03-01", "ann@example.org", null);
    put("events/a" + ending(), events() + open + kept());
    shop.erase();
    put("events/b" + ending(), events() + open + kept());
    shop.say("request-1", true, Instant.now().plusSeconds(60));
    shop.nextRun();
    shop.erase();
    assertThat(get("events/a" + ending())).isEqualTo(events() + kept());
    assertThat(get("events/b" + ending())).isEqualTo(events() + open + kept());
    assertThat(shop.reviews().of("request-1")).hasSize(1);
  }

  /** A clock that was wrong once must not have the same question asked in each run for ever. */
  @Test
  void whatSomebodySaidOfARecordThatTheyWereShownIsSaidOfItThoughItsObjectIsOfTheFuture()
      throws Exception {
    put("events/a" + ending(), events() + event("2026-03-01", "ann@example.org", null) + kept());
    shop.erase();
    shop.say("request-1", true, Shop.ERASED.plusSeconds(120));
    shop.nextRun();
    shop.erase();
    assertThat(get("events/a" + ending())).isEqualTo(events() + kept());
    assertThat(shop.reviews().of("request-1")).isEmpty();
  }

  /** Each of their requests stays open until somebody has looked. */
  @Test
  void aRecordThatMayBeOfTwoPersonsIsInDoubtForBoth() throws Exception {
    put("events/a" + ending(), events() + event("2026-03-01", "ann@example.org", "2") + kept());

    shop.eraseBoth();

    assertThat(shop.reviews().of("request-1")).hasSize(1);
    assertThat(shop.reviews().of("request-3")).hasSize(1);
  }

  @Test
  void aHoldBindsARecordOfWhichSomebodySaidThatItIsThePersons() throws Exception {
    String all = events() + event(BEFORE, "ann@example.org", "7") + kept();
    put("events/a" + ending(), all);
    shop.erase();
    shop.say("request-1", true);
    shop.hold(new HeldBackups(true, false, Runnable::run));
    shop.nextRun();

    shop.erase();

    assertThat(get("events/a" + ending())).isEqualTo(all);
    assertThat(shop.ledger()).contains("events.(records) left for review 1");
  }

  @Test
  void aHoldBindsItAlsoWhereTheCleanCopyIsReadyByThen() throws Exception {
    String all = events() + event(BEFORE, "ann@example.org", "7") + kept();
    put("events/a" + ending(), all);
    shop.erase();
    shop.say("request-1", true);
    shop.nextRun();
    shop.hold(
        new HeldBackups(
            false,
            false,
            work -> {
              throw new HoldsChanged();
            }));
    assertThatThrownBy(shop::erase).isInstanceOf(HoldsChanged.class);
    shop.hold(new HeldBackups(true, false, Runnable::run));

    shop.erase();

    assertThat(get("events/a" + ending())).isEqualTo(all);
  }

  @Test
  void aRecordOfTheDayOfTheErasureIsLeftForReview() throws Exception {
    String open = event("2026-03-01", "ann@example.org", null);
    put(
        "events/a" + ending(),
        events() + open + event("2026-02-28", "ann@example.org", null) + kept());
    shop.erase();
    assertThat(get("events/a" + ending())).isEqualTo(events() + open + kept());
    assertThat(shop.ledger()).contains("events.(records) left for review 1");
  }

  @Test
  void aRecordOfLaterIsSomebodyElses() throws Exception {
    put("events/a" + ending(), events() + event(AFTER, "ann@example.org", null));
    shop.erase();
    assertThat(shop.ends()).containsExactly("events clean 1");
  }

  @Test
  void aHoldKeepsWhatHasOutlivedItsPeriod() throws Exception {
    String old = access("1500000000", "cid@example.org", "10.1.2.3");
    put("access/a" + ending(), access() + old);
    put("events/a" + ending(), events() + ann() + kept());
    shop.hold(new HeldBackups(true, false, Runnable::run));
    shop.erase();
    assertThat(get("access/a" + ending())).isEqualTo(access() + old);
    assertThat(get("events/a" + ending())).isEqualTo(events() + kept());
    shop.nextRun();
    shop.hold(HeldBackups.NONE);
    shop.erase();
    assertThat(get("access/a" + ending())).isEqualTo(access());
  }
}
