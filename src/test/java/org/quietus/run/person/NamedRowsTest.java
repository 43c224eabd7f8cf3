package org.quietus.run.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quietus.plan.CatalogBuilder.aCatalog;
import static org.quietus.policy.JobFileBuilder.aJob;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.RowValues;
import org.quietus.plan.Step;
import org.quietus.plan.make.Planner;
import org.quietus.policy.JobFile;
import org.quietus.policy.Then;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;
import org.quietus.target.StepPersons;
import org.quietus.target.StepPersons.KnownBy;

/** Between the reading that finds persons and what is done next, their names may pass on. */
class NamedRowsTest {
  private static final Map<String, String> ANN = Map.of("email", "ann@example.org");
  private static final KnownBy SOUGHT =
      new KnownBy(
          Optional.empty(), List.of(new Identifier(IdentifierType.EMAIL, "ann@example.org")));

  private final JobFile job =
      aJob().subject("member", "member", "email").erase("member", Then.DELETE).build();
  private final Catalog catalog =
      aCatalog().table("member", "handle varchar(20) pk", "email varchar(50) null").build();
  private final Step step =
      Planner.plan(job, catalog, Instant.parse("2026-03-01T12:00:00Z")).stepsOf("member").get(0);

  private static RowValues row(String name) {
    return new RowValues(Arrays.asList(name));
  }

  /** A table in which the address is that of the row of one name, and looking up finds another. */
  private NamedRows rows(String theirs, String found) {
    StepPersons persons =
        (StepPersons)
            Proxy.newProxyInstance(
                StepPersons.class.getClassLoader(),
                new Class<?>[] {StepPersons.class},
                (self, method, arguments) ->
                    switch (method.getName()) {
                      case "held" ->
                          Optional.of(ANN)
                              .filter(held -> arguments[0].equals(row(theirs)))
                              .filter(held -> arguments[1].equals(Optional.of(SOUGHT)));
                      case "find" -> List.of(row(found));
                      case "traits" -> Map.of();
                      default -> throw new IllegalStateException(method.getName());
                    });
    return new NamedRows(step, job.subjects().get("member"), persons);
  }

  @Test
  void aRowWhoseNameHasPassedOnSinceItWasLookedUpIsLookedUpAgain() {
    NamedRows rows = rows("ann2", "ann2");

    NamedRows.Found found = rows.found(SOUGHT, List.of(row("ann")));

    assertThat(found.certain()).isTrue();
    assertThat(found.rows()).containsExactly(row("ann2"));
    assertThat(found.held()).containsExactly(Map.entry(row("ann2"), ANN));
    assertThat(rows.traits(found)).isEqualTo(ANN);
  }

  @Test
  void whoseNamePassesOnWhileItIsLookedUpAgainIsForSomebodyToSay() {
    NamedRows rows = rows("ann3", "ann2");

    NamedRows.Found found = rows.found(SOUGHT, List.of(row("ann")));

    assertThat(found.certain()).isFalse();
    assertThat(found.held()).isEmpty();
    assertThat(rows.traits(found)).isEmpty();
  }

  @Test
  void whoHasTheirNameStillIsNotLookedUpAgain() {
    NamedRows.Found found = rows("ann", "nobody").found(SOUGHT, List.of(row("ann")));

    assertThat(found.certain()).isTrue();
    assertThat(found.rows()).containsExactly(row("ann"));
  }
}
