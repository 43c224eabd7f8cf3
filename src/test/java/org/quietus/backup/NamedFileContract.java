package org.quietus.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.quietus.target.HeldBackups;

/**
 * What becomes of files that rows named, and of those past their period, beyond {@link
 * FileContract}.
 */
abstract class NamedFileContract extends FileContract {
  @Test
  void anObjectGoesWithTheLastRowThatNamesItWhateverHappens() throws Exception {
    for (boolean before : new boolean[] {true, false}) {
      boolean killed = true;
      for (int n = 1; killed; n += killsEvery()) {
        vault().clear();
        put("calls/a.ogg", "hers");
        put("calls/a.ogg", "hers, again");
        put("calls/a.ogg.txt", "not hers");
        put("calls/shared.ogg", "named by another row");
        shop().named("calls", "/calls/a.ogg", false);
        shop().named("calls", "calls/shared.ogg", true);
        shop().named("calls", "calls/never-there.ogg", false);
        shop().nextRun();
        shop().hold(new HeldBackups(true, false, Runnable::run));
        shop().killAt(n, before);
        killed = false;
        try {
          shop().erase();
        } catch (Shop.Killed e) {
          killed = true;
          shop().killAt(Integer.MAX_VALUE, false);
          shop().erase();
        }
        assertThat(vault().keys()).containsExactlyInAnyOrder("calls/a.ogg.txt", "calls/shared.ogg");
        for (byte[] content : vault().contents()) {
          assertThat(new String(content, UTF_8)).doesNotContain("hers,").isNotEqualTo("hers");
        }
        assertThat(shop().ledger())
            .as("killed at %d", n)
            .contains("calls.(objects) delete 1")
            .allMatch(line -> line.contains("delete 1") || line.contains("share 1"));
        assertThat(shop().waiting()).as("killed at %d", n).isZero();
      }
    }
  }

  @Test
  void whatIsNamedOutsideTheSetStaysAndMakesTheRunPartial() throws Exception {
    put("elsewhere/a.ogg", "whose?");
    shop().named("calls", "elsewhere/a.ogg", false);
    shop().erase();
    assertThat(vault().keys()).containsExactly("elsewhere/a.ogg");
    assertThat(shop().backupEnds()).singleElement().matches(end -> end.partial());
    assertThat(shop().notes()).anyMatch(note -> note.contains("which 'objects' does not match"));
    assertThat(shop().waiting()).isOne();
  }

  @Test
  void anObjectStaysWhereASpellingLeavesOpenWhichIsMeant() throws Exception {
    put("calls/a b.ogg", "named encoded by another row");
    put("calls/c.ogg", "named by a mirror's address by another row");
    put("calls/d+e.ogg", "named by no other row");
    put("calls/d e.ogg", "of somebody else");
    put("calls/f g.ogg", "whose name the row that is gone had encoded");
    put("calls/h.ogg", "named by another row, with a line break");
    shop().named("calls", "calls/a b.ogg", false);
    shop().named("calls", "/calls/c.ogg", false);
    shop().named("calls", "calls/d+e.ogg", false);
    shop().named("calls", "calls/f%20g.ogg", false);
    shop().named("calls", "calls/h.ogg", false);
    shop().isNamed("calls/a%20b.ogg");
    shop().isNamed("https://mirror.example.com/calls/c.ogg?width=300");
    shop().isNamed("\ncalls/h.ogg\u000b");

    shop().erase();

    assertThat(vault().keys())
        .containsExactlyInAnyOrder(
            "calls/a b.ogg", "calls/c.ogg", "calls/d e.ogg", "calls/f g.ogg", "calls/h.ogg");
    assertThat(shop().backupEnds()).anyMatch(end -> end.partial() && end.versions() == 3);
    assertThat(shop().notes())
        .filteredOn(note -> note.contains("which another row may name too"))
        .hasSize(2);
    assertThat(shop().notes()).anyMatch(note -> note.contains("which may mean several objects"));
    assertThat(shop().waiting()).isEqualTo(3);
  }

  @Test
  void anObjectStaysThatARowBeginsToNameBeforeItGoes() throws Exception {
    put("calls/a.ogg", "hers");
    shop().named("calls", "calls/a.ogg", false);
    shop().isNamedLater("/calls/a.ogg");

    shop().erase();

    assertThat(vault().keys()).containsExactly("calls/a.ogg");
    assertThat(shop().ledger()).containsExactly("calls.(objects) share 1");
    assertThat(shop().waiting()).isZero();
  }

  @Test
  void saysWhereARowBeganToNameAnObjectWhenItWent() throws Exception {
    put("calls/a.ogg", "hers");
    shop().named("calls", "calls/a.ogg", false);
    shop().isNamedLater("https://mirror.example.com/calls/a.ogg");

    shop().erase();

    assertThat(vault().keys()).isEmpty();
    assertThat(shop().notes())
        .anyMatch(note -> note.contains("was removed when no row named it, and a row does now"));
    assertThat(shop().waiting()).isZero();
  }

  @Test
  void anAddressAtWhichNothingOfTheStoreLiesIsNamedOnce() throws Exception {
    put("calls/a.ogg", "nobody's");
    shop().named("calls", "https://pictures.example.com/u/17.jpg", false);
    shop().named("calls", "https://mirror.example.com/calls/b.ogg", false);
    shop().named("calls", "https://mirror.example.com/calls/a.ogg", false);
    shop().erase();
    assertThat(vault().keys()).containsExactly("calls/a.ogg");
    assertThat(shop().backupEnds())
        .singleElement()
        .matches(end -> end.partial() && end.versions() == 3);
    assertThat(shop().notes())
        .filteredOn(note -> note.contains("it is named this once"))
        .hasSize(2);
    assertThat(shop().waiting()).isOne();
    vault().clear();
    shop().nextRun();
    shop().erase();
    shop().nextRun();
    shop().erase();
    assertThat(shop().waiting()).isZero();
    assertThat(shop().backupEnds()).noneMatch(end -> end.partial());
  }

  @Test
  void anObjectPastItsPeriodGoesAsAWhole() throws Exception {
    reopen(
        "files: { old: { of: shop, in: vault, objects: \"old/*\", format: opaque, keep: P10D } }\n");
    put("old/a.log", "what it says nobody knows");
    shop().at(Instant.now().plus(Duration.ofDays(5)));
    shop().screen();
    assertThat(shop().ends()).containsExactly("old unexpired 1");
    shop().nextRun();
    shop().at(Instant.now().plus(Duration.ofDays(20)));
    shop().screen();
    assertThat(vault().keys()).isEmpty();
    assertThat(shop().ledger()).containsExactly("old.(objects) delete 1");
  }

  @Test
  void anObjectPastItsPeriodGoesAlthoughARowBeginsToNameIt() throws Exception {
    reopen(
        """
        files:
          old: { of: shop, in: vault, objects: "old/*", format: opaque, keep: P10D, named-by: [ shop.customer.phone ] }
        """);
    put("old/a.log", "what it says nobody knows");
    shop().named("old", "old/a.log", false);
    shop().isNamedLater("/old/a.log");
    shop().at(Instant.now().plus(Duration.ofDays(20)));

    shop().erase();

    assertThat(vault().keys()).isEmpty();
    assertThat(shop().ends()).containsExactly("old expired 1");
  }

  @Test
  void aFileThatARowBeginsToNameBeforeItGoesIsSearchedAllTheSame() throws Exception {
    reopen(
        """
        files:
          named:
            of: shop
            in: vault
            objects: "named/*"
            format: jsonl
            from: at
            persons: { customer: { user.email: email } }
            named-by: [ shop.customer.phone ]
            on-erasure: delete
        """);
    String hers = "{\"at\":\"2026-02-01T10:00:00Z\",\"user\":{\"email\":\"ann@example.org\"}}\n";
    put("named/a.jsonl", hers + hers.replace("ann@", "ben@"));
    shop().named("named", "named/a.jsonl", false);
    shop().isNamedLater("/named/a.jsonl");

    shop().erase();

    assertThat(get("named/a.jsonl")).isEqualTo(hers.replace("ann@", "ben@"));
    assertThat(shop().ends()).containsExactly("named verified 1");
  }
}
