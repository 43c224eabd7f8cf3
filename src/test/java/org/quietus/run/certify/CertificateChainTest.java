package org.quietus.run.certify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.CertificateType;
import org.quietus.certificate.Examples;
import org.quietus.certificate.Outcome;
import org.quietus.certificate.Recipient;
import org.quietus.certificate.Residuals;

/** What a certificate says that is issued when copies have gone or recipients are settled. */
class CertificateChainTest {
  private static final Instant LATER = Instant.parse("2026-04-01T02:00:00Z");
  private static final Residuals.Copy COPY =
      new Residuals.Copy(
          Residuals.Place.RECIPIENT, "push", "not-confirmed", Optional.empty(), true);
  private static final Recipient PUSH = new Recipient("push", Recipient.State.TOLD);

  private final Certificate first = Examples.aRequest();

  private static Certificate after(Certificate before, List<Residuals.Copy> copies) {
    return new CertificateChain(List.of(before)).followUp(copies, List.of(PUSH), LATER);
  }

  private static Certificate ending(Certificate certificate, Outcome outcome) {
    return Certificate.of(
        certificate.identity(),
        certificate.authority(),
        certificate.clock(),
        certificate.subject(),
        certificate.targets(),
        certificate.verification(),
        certificate.residuals(),
        certificate.notRemoved(),
        certificate.recipients(),
        Set.of(outcome));
  }

  @Test
  void saysWhatIsLeftNowAndAllElseAsBefore() {
    Certificate next = after(first, List.of(COPY));

    assertThat(next.identity().type()).isEqualTo(CertificateType.FOLLOW_UP);
    assertThat(next.identity().supersedes()).contains(first.id());
    assertThat(next.residuals().copies()).containsExactly(COPY);
    assertThat(next.recipients()).containsExactly(PUSH);
    assertThat(next.targets()).isEqualTo(first.targets());
    assertThat(next.notRemoved()).isEqualTo(first.notRemoved());
    assertThat(next.authority()).isEqualTo(first.authority());
    assertThat(next.clock()).isEqualTo(first.clock());
    assertThat(next.subject()).isEqualTo(first.subject());
    assertThat(next.outcome()).isEqualTo(Outcome.COMPLETE_WITH_RESIDUALS);
  }

  @Test
  void isCompleteOnceNoCopyIsLeft() {
    assertThat(first.outcome()).isEqualTo(Outcome.COMPLETE_WITH_RESIDUALS);
    assertThat(after(first, List.of()).outcome()).isEqualTo(Outcome.COMPLETE);
  }

  @Test
  void whatWasNotDoneIsNotDoneForACopyThatHasGone() {
    for (Outcome outcome : List.of(Outcome.FAILED, Outcome.PARTIAL)) {
      assertThat(after(ending(first, outcome), List.of()).outcome()).isEqualTo(outcome);
    }
    assertThat(after(ending(first, Outcome.PARTIAL), List.of(COPY)).result().others())
        .containsExactly(Outcome.COMPLETE_WITH_RESIDUALS);
  }

  @Test
  void whatWasMaskedIsAnonymousOnceNoCopyIsLeft() {
    Certificate everything = Examples.everything();
    assertThat(everything.targets().get(0).counts().masked()).isPositive();

    assertThat(after(everything, List.of(COPY)).targets()).isEqualTo(everything.targets());
    assertThat(after(everything, List.of()).targets().get(0).counts().masked()).isZero();
  }
}
