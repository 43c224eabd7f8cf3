package org.quietus.run.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quietus.plan.CatalogBuilder.aCatalog;
import static org.quietus.policy.JobFileBuilder.aJob;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.quietus.plan.Step;
import org.quietus.plan.make.Planner;
import org.quietus.policy.JobFile;
import org.quietus.policy.RequestKind;
import org.quietus.policy.SubjectType;
import org.quietus.policy.Then;
import org.quietus.request.ErasureRequest;
import org.quietus.request.Filing;
import org.quietus.request.Ground;
import org.quietus.request.Requester;
import org.quietus.request.Reviewed;
import org.quietus.request.SealedPerson;
import org.quietus.request.State;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;
import org.quietus.target.PersonTraits;
import org.quietus.target.StepPersons;
import org.quietus.target.Target;

/** By what a person is told from others in copies of the data. */
class RequestCandidatesTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String UUID = "0f8fad5b-d9cb-469f-a165-70867728950e";
  private static final Identifier ADDRESS = new Identifier(IdentifierType.EMAIL, "ann@example.org");
  private static final Identifier DEVICE = new Identifier(IdentifierType.ID, UUID);

  private final SubjectType kind =
      new SubjectType(
          "customer",
          aJob()
              .subject("customer", "customer", "email")
              .build()
              .subjects()
              .get("customer")
              .records(),
          Map.of("email", "email", "device", "id"),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          List.of());

  private RequestCandidates candidates() {
    JobFile job =
        aJob().subject("customer", "customer", "email").erase("customer", Then.DELETE).build();
    Step step =
        Planner.plan(
                job,
                aCatalog()
                    .table(
                        "customer", "id int pk", "email varchar(50) null", "device char(36) null")
                    .build(),
                NOW)
            .stepsOf("customer")
            .get(0);
    return new RequestCandidates(
        proxy(Target.class, proxy(StepPersons.class, Optional.empty())), step, kind);
  }

  private static <T> T proxy(Class<T> type, Object answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> answer));
  }

  private static ErasureRequest settling() {
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
        State.SETTLING,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.of(NOW),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "0".repeat(64));
  }

  private static SealedPerson ann(Optional<Reviewed> reviewed, boolean unreviewed) {
    return new SealedPerson(
        "0".repeat(64),
        List.of(ADDRESS, DEVICE),
        Optional.of(List.of()),
        Map.of(),
        reviewed,
        Optional.empty(),
        List.of(),
        unreviewed,
        List.of(),
        Map.of());
  }

  private PersonTraits telling(SealedPerson person) {
    return candidates().telling(settling(), person, Map.of());
  }

  @Test
  void nothingTellsWhoOfWhomWhatSomebodySaidIsLost() {
    assertThat(telling(ann(Optional.empty(), false)).given()).contains(ADDRESS, DEVICE);

    PersonTraits lost = telling(ann(Optional.empty(), true));

    assertThat(lost.given()).isEmpty();
    assertThat(lost.columns()).isEmpty();
  }

  @Test
  void whatOthersHaveInAnotherSpellingTellsNobody() {
    Reviewed others =
        new Reviewed(
            NOW,
            Map.of(),
            Map.of("row", Map.of("device", "{" + UUID.toUpperCase(Locale.ROOT) + "}")));

    PersonTraits telling = telling(ann(Optional.of(others), false));

    assertThat(telling.given()).containsExactly(ADDRESS);
  }
}
