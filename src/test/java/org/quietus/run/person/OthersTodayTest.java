package org.quietus.run.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quietus.plan.CatalogBuilder.aCatalog;
import static org.quietus.policy.JobFileBuilder.aJob;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.RowValues;
import org.quietus.plan.Step;
import org.quietus.plan.make.Planner;
import org.quietus.policy.JobFile;
import org.quietus.policy.Then;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;
import org.quietus.target.PersonKeys;
import org.quietus.target.PersonTraits;
import org.quietus.target.Sought;
import org.quietus.target.StepPersons;
import org.quietus.target.Target;

/** Each object of a set asks for everybody who is sought; the database is not read for each. */
class OthersTodayTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private final JobFile job =
      aJob().subject("customer", "customer", "email").erase("customer", Then.DELETE).build();
  private final Catalog catalog =
      aCatalog().table("customer", "id int pk", "email varchar(50) null").build();
  private final Step step = Planner.plan(job, catalog, NOW).stepsOf("customer").get(0);
  private final List<String> readings = new ArrayList<>();

  private Sought person(long number) {
    return new Sought(
        "request-" + number,
        step,
        job.subjects().get("customer"),
        new PersonKeys(List.of(new RowValues(Arrays.asList(number))), NOW),
        new PersonTraits(
            Optional.empty(), List.of(), Map.of("email", "c" + number + "@example.org")));
  }

  private static Identifier email(long number) {
    return new Identifier(IdentifierType.EMAIL, "c" + number + "@example.org");
  }

  /** Each person's address leads to their own row, as does every read of the table. */
  private Target target() {
    StepPersons persons =
        proxy(
            StepPersons.class,
            (method, arguments) -> {
              readings.add(method);
              return method.equals("findEach")
                  ? ((List<?>) arguments[0]).stream().map(one -> List.<RowValues>of()).toList()
                  : List.of();
            });
    return proxy(Target.class, (method, arguments) -> persons);
  }

  private interface Answer {
    Object to(String method, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> answer.to(method.getName(), arguments)));
  }

  @Test
  void theTableIsReadOnceForAllWhoAreSoughtHoweverOftenIsAsked() {
    List<Sought> sought = IntStream.range(1, 20).mapToObj(this::person).toList();
    OthersToday others = new OthersToday(target(), catalog, sought);
    for (int object = 0; object < 5; object++) {
      for (int n = 1; n < 20; n++) {
        assertThat(others.have(sought.get(n - 1), email(n))).isFalse();
      }
    }
    assertThat(readings).containsExactly("findEach");
  }

  @Test
  void whoeverIsMetInAnObjectIsAskedForOnce() {
    OthersToday others = new OthersToday(target(), catalog, List.of());
    for (int object = 0; object < 5; object++) {
      assertThat(others.have(person(7), email(7))).isFalse();
      assertThat(others.have(person(7), email(8))).isFalse();
    }
    assertThat(readings).containsExactly("find", "find");
  }
}
