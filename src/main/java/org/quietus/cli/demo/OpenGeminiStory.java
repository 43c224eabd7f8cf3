package org.quietus.cli.demo;

import java.util.List;
import org.quietus.request.Ground;
import org.quietus.request.RefusalCode;
import org.quietus.request.Requester;
import org.quietus.request.Role;

/** A closed account goes after thirty days but for its invoices; a newsletter ends alone. */
final class OpenGeminiStory implements Story {
  private static final String MEMBER = "member";
  private static final int CLOSES = 37;
  private static final int OBJECTS = 44;
  private static final int UNKNOWN = 61;
  private static final int MINOR = 43;

  @Override
  public List<Integer> erased() {
    return List.of(CLOSES, OBJECTS, MINOR);
  }

  @Override
  public List<Scene> scenes() {
    return List.of(
        new Scene(
            0,
            "Backups are kept, and hold everybody.",
            stage -> stage.backup("nightly/site-1.sql.gz")),
        new Scene(
            1,
            "Who closes an account has its data deleted within reasonable time: thirty days.",
            stage -> stage.asks(CLOSES, MEMBER, Ground.SERVICE_NO_LONGER_USED, Requester.SELF)),
        new Scene(
            2,
            "Anybody who cannot show who they are is refused, with the reason.",
            stage ->
                stage.asks(UNKNOWN, MEMBER, Ground.REQUEST, Requester.AGENT)
                    + "; "
                    + stage.decide(
                        UNKNOWN,
                        "cooling-off",
                        Role.DPO,
                        (decisions, id, role, at) ->
                            decisions.refuse(id, RefusalCode.IDENTITY_NOT_VERIFIED, role, at))),
        new Scene(2, "Accounts are for adults: a minor's goes at once.", Stage::run),
        new Scene(
            3,
            "Who objects is left alone until that is decided.",
            stage -> stage.asks(OBJECTS, MEMBER, Ground.OBJECTION, Requester.SELF)),
        new Scene(
            5,
            "Who withdraws consent to the newsletter gets no more of it, and loses nothing else.",
            stage ->
                stage.happens(
                        "consent to the newsletter is withdrawn",
                        "UPDATE subscription SET withdrawn_at = TIMESTAMP '%s' WHERE account_id = 51"
                            .formatted(stage.lastEvening().minusDays(1)))
                    + "; "
                    + stage.run()),
        new Scene(
            10,
            "An objection that is right leads to erasure.",
            stage ->
                stage.decide(
                        OBJECTS,
                        "received",
                        Role.DPO,
                        (decisions, id, role, at) -> decisions.uphold(id, role, at))
                    + "; "
                    + stage.run()),
        new Scene(
            32,
            "Thirty days after closing the account goes, in backups too; invoices stay by law.",
            stage -> stage.recipientsConfirm() + "; " + stage.run()),
        new Scene(
            34,
            "Each step is told to the person.",
            stage -> stage.recipientsConfirm() + "; " + stage.run() + "; " + stage.answers()));
  }
}
