package org.quietus.cli.demo;

import java.util.List;
import org.quietus.request.Ground;
import org.quietus.request.RefusalCode;
import org.quietus.request.Requester;
import org.quietus.request.Role;

/** An archive that stays, a contract that the law keeps, a request that is refused. */
final class CiieStory implements Story {
  private static final String SUBJECT = "participant";
  private static final int EXHIBITOR = 33;
  private static final int VISITOR = 55;
  private static final int REPEATS = 62;
  private static final int CHILD = 43;

  @Override
  public List<Integer> erased() {
    return List.of(EXHIBITOR, VISITOR, CHILD);
  }

  @Override
  public List<Scene> scenes() {
    return List.of(
        new Scene(
            0,
            "Backups are kept, and hold everybody.",
            stage -> stage.backup("daily/expo-1.sql.gz")),
        new Scene(
            1,
            "Who cancels an account is deleted or anonymised, unless a law keeps a record.",
            stage ->
                stage.asks(EXHIBITOR, SUBJECT, Ground.SERVICE_NO_LONGER_USED, Requester.SELF)
                    + "; "
                    + stage.run()),
        new Scene(
            2,
            "A child's data without a guardian's consent goes as soon as possible.",
            stage ->
                stage.asks(VISITOR, SUBJECT, Ground.NO_CONSENT, Requester.SELF)
                    + "; "
                    + stage.run()),
        new Scene(
            3,
            "Requests that are repeated without reason may be refused; the person is told why.",
            stage ->
                stage.asks(REPEATS, SUBJECT, Ground.REQUEST, Requester.SELF)
                    + "; "
                    + stage.decide(
                        REPEATS,
                        "approved",
                        Role.DPO,
                        (decisions, id, role, at) ->
                            decisions.refuse(id, RefusalCode.REPETITIVE, role, at))
                    + "; "
                    + stage.recipientsConfirm()),
        new Scene(
            4,
            "Everything is searched once more; recipients have confirmed.",
            stage -> stage.run() + "; " + stage.answers()),
        new Scene(
            5,
            "In backups persons go when these are updated: the next one takes the place of the one"
                + " before.",
            stage -> stage.backup("daily/expo-2.sql.gz") + "; " + stage.run()));
  }
}
