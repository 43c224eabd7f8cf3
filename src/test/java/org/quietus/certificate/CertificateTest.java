package org.quietus.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateTest {

  @Test
  void isCompleteWhenEverythingIsGone() {
    assertThat(Examples.aRun().result()).isEqualTo(new Outcomes(Outcome.COMPLETE, List.of()));
  }

  @Test
  void isCompleteWhenNothingMatched() {
    assertThat(Examples.aRun(Counts.NONE, 0, Set.of()).outcome()).isEqualTo(Outcome.COMPLETE);
  }

  @Test
  void hasResidualsWhereACopyRemains() {
    assertThat(Examples.aRequest().outcome()).isEqualTo(Outcome.COMPLETE_WITH_RESIDUALS);
  }

  @Test
  void tellsEveryOutcomeThatAppliesAndTheGravestFirst() {
    Certificate certificate =
        Examples.run(
            List.of(Examples.deleting("shop.visit", new Counts(10, 1, 0, 0, 2, 0, 3, 0, 3, 1))),
            0,
            new NotRemoved(
                List.of(
                    new NotRemoved.Kept("shop.visit", 2, "network log", Optional.empty(), true)),
                List.of(
                    new NotRemoved.Hold(
                        "shop.visit", "C-7", "litigation", LocalDate.of(2027, 1, 1), List.of())),
                List.of()),
            Set.of());

    assertThat(certificate.result())
        .isEqualTo(new Outcomes(Outcome.PARTIAL, List.of(Outcome.HELD, Outcome.DEFERRED_BY_LAW)));
  }

  @Test
  void failsWhenReadingAgainFindsWhatShouldBeGone() {
    assertThat(Examples.aRun(Counts.NONE, 1, Set.of()).outcome()).isEqualTo(Outcome.FAILED);
  }

  @Test
  void isPartialAtBestWhenATargetWasNotReadAgain() {
    Certificate run = Examples.aRun();
    Certificate unread =
        Certificate.of(
            run.identity(),
            run.authority(),
            Optional.empty(),
            Optional.empty(),
            run.targets(),
            Optional.empty(),
            run.residuals(),
            run.notRemoved(),
            List.of(),
            Set.of());

    assertThat(unread.outcome()).isEqualTo(Outcome.PARTIAL);
  }

  @Test
  void failsWhenTheRunWasAbandonedHoweverFarItCame() {
    Certificate abandoned =
        Examples.aRun(
            Examples.aRun().targets().get(0).counts(), 0, Set.of(Outcome.FAILED, Outcome.HELD));

    assertThat(abandoned.result()).isEqualTo(new Outcomes(Outcome.FAILED, List.of()));
  }

  @Test
  void cannotConcealAFailure() {
    Certificate failed = Examples.aRun(new Counts(1, 0, 0, 0, 0, 0, 0, 0, 0, 1), 0, Set.of());

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Certificate(
                    failed.identity(),
                    failed.authority(),
                    failed.clock(),
                    failed.subject(),
                    failed.targets(),
                    failed.categories(),
                    failed.verification(),
                    failed.residuals(),
                    failed.notRemoved(),
                    failed.recipients(),
                    new Outcomes(Outcome.COMPLETE, List.of())))
        .withMessageContaining("does not follow");
  }

  @Test
  void countsByCategoryAreThoseOfTheTargets() {
    TargetRecord visits =
        Examples.deleting("shop.visit", new Counts(120, 120, 0, 0, 0, 0, 0, 0, 0, 0));
    TargetRecord logs = Examples.deleting("shop.log", new Counts(30, 28, 0, 0, 0, 0, 0, 2, 0, 0));
    Certificate run = Examples.run(List.of(visits, logs), 0, NotRemoved.NOTHING, Set.of());

    assertThat(run.categories()).containsExactly(new CategoryTotals("usage", 148, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> withCategories(run, List.of(new CategoryTotals("usage", 149, 0))))
        .withMessageContaining("by category");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> withCategories(run, List.of()))
        .withMessageContaining("by category");
  }

  private static Certificate withCategories(Certificate other, List<CategoryTotals> categories) {
    return new Certificate(
        other.identity(),
        other.authority(),
        other.clock(),
        other.subject(),
        other.targets(),
        categories,
        other.verification(),
        other.residuals(),
        other.notRemoved(),
        other.recipients(),
        other.result());
  }

  @Test
  void countsThatDoNotReconcileAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Counts(10, 9, 0, 0, 0, 0, 0, 0, 0, 0))
        .withMessageContaining("10 matched")
        .withMessageContaining("9");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Counts(0, 1, -1, 0, 0, 0, 0, 0, 0, 0));
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> new Counts(0, Long.MAX_VALUE, 1, 0, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void keptRecordsAreListedWithTheirBasisToTheLast() {
    TargetRecord target = Examples.deleting("shop.visit", new Counts(5, 2, 0, 0, 3, 0, 0, 0, 0, 0));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Examples.run(List.of(target), 0, NotRemoved.NOTHING, Set.of()))
        .withMessageContaining("3 records of shop.visit kept, 0 of them listed");
  }

  @Test
  void heldRecordsNeedAHold() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Examples.aRun(new Counts(1, 0, 0, 0, 0, 0, 1, 0, 0, 0), 0, Set.of()))
        .withMessageContaining("held by no hold");
  }

  @Test
  void aMethodCannotClaimWhatItDoesNotDo() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Examples.deleting("shop.visit", new Counts(1, 0, 1, 0, 0, 0, 0, 0, 0, 0)));
  }

  @Test
  void onlyARequestIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Examples.aRun(Counts.NONE, 0, Set.of(Outcome.REFUSED)));

    Certificate request = Examples.aRequest();
    Certificate refused =
        Certificate.of(
            request.identity(),
            request.authority(),
            request.clock(),
            request.subject(),
            List.of(),
            Optional.empty(),
            Residuals.of(List.of()),
            new NotRemoved(List.of(), List.of(), List.of(new NotRemoved.Refusal("not-verified"))),
            List.of(),
            Set.of(Outcome.REFUSED));
    assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
  }

  @Test
  void tellsARunToTheSecondAndARequestToTheDay() {
    assertThat(Examples.aRun().identity().issuedAt()).isEqualTo("2026-03-01T02:00:03Z");

    Certificate request = Examples.aRequest();
    Instant day = Instant.parse("2026-03-01T00:00:00Z");
    assertThat(request.identity().issuedAt()).isEqualTo(day);
    assertThat(request.targets().get(0).last()).hasValue(day);
    assertThat(request.verification().orElseThrow().at()).isEqualTo(day);
  }

  @Test
  void theNextCertificateOfARunSupersedesTheLast() {
    Identity first = Examples.aRun().identity();

    Identity next = first.next(CertificateType.FOLLOW_UP, Examples.MORNING);

    assertThat(first.id()).isEqualTo("run-0b1c9f-1");
    assertThat(next.id()).isEqualTo("run-0b1c9f-2");
    assertThat(next.supersedes()).hasValue("run-0b1c9f-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\nb", "\u001b[2Jx", "a\u202eb", "\ud800"})
  void textsThatCouldForgeALineAreRefused(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> Examples.deleting(name, Counts.NONE));
  }

  @Test
  void aRoleCannotBeAName() {
    assertThatIllegalArgumentException().isThrownBy(() -> new NotRemoved.Refusal("Anna Example"));
  }

  @Test
  void aCommitmentHidesThePersonAndBindsToThem() {
    byte[] nonce = new byte[32];
    var email = new SubjectCommitment.Identifier("email", "anna@example.org");
    var phone = new SubjectCommitment.Identifier("phone", "+491701234567");

    assertThat(SubjectCommitment.of(nonce, List.of(email, phone)))
        .isEqualTo(SubjectCommitment.of(nonce, List.of(phone, email, phone)))
        .isNotEqualTo(SubjectCommitment.of(nonce, List.of(email)));
    byte[] otherNonce = nonce.clone();
    otherNonce[31] = 1;
    assertThat(SubjectCommitment.of(otherNonce, List.of(email)))
        .isNotEqualTo(SubjectCommitment.of(nonce, List.of(email)));
    assertThat(email).hasToString("email (hidden)");
  }

  @Test
  void lengthsKeepTheFieldsOfACommitmentApart() {
    byte[] nonce = new byte[32];

    assertThat(SubjectCommitment.of(nonce, List.of(new SubjectCommitment.Identifier("ab", "c"))))
        .isNotEqualTo(
            SubjectCommitment.of(nonce, List.of(new SubjectCommitment.Identifier("a", "bc"))));
  }

  @Test
  void aCommitmentFollowsItsDocumentedForm() {
    // computed independently: each field after its length as 8 bytes, big-endian
    assertThat(
            SubjectCommitment.of(
                    new byte[32], List.of(new SubjectCommitment.Identifier("email", "a@b")))
                .digest()
                .hex())
        .isEqualTo("4e06d771594421fdd395bff31052932d11e239e9d0093a63f557836a30e7a523");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 16, 31, 33})
  void aCommitmentsNonceHas256Bits(int bytes) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                SubjectCommitment.of(
                    new byte[bytes], List.of(new SubjectCommitment.Identifier("email", "a@b"))));
  }
}
