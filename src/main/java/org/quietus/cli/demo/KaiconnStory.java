package org.quietus.cli.demo;

import java.util.List;
import org.quietus.request.Decisions;
import org.quietus.request.Ground;
import org.quietus.request.Requester;
import org.quietus.request.Role;

/** A cancellation waits for day 7, another is withdrawn, a child's account goes at once. */
final class KaiconnStory implements Story {
  private static final String USER = "user";
  private static final int CANCELS = 37;
  private static final int THINKS_BETTER = 58;
  private static final int CHILD = 43;
  private static final int DECEASED = 71;

  @Override
  public List<Integer> erased() {
    return List.of(CANCELS, CHILD, DECEASED);
  }

  @Override
  public List<Scene> scenes() {
    return List.of(
        new Scene(
            0,
            "Backups are kept, and hold everybody.",
            stage -> stage.backup("weekly/app-1.sql.gz")),
        new Scene(
            0,
            "A cancelled account is deleted when seven days have passed; until then it can be"
                + " kept.",
            stage ->
                stage.asks(CANCELS, USER, Ground.SERVICE_NO_LONGER_USED, Requester.SELF)
                    + "; "
                    + stage.asks(
                        THINKS_BETTER, USER, Ground.SERVICE_NO_LONGER_USED, Requester.SELF)),
        new Scene(
            1, "Nobody under 18 may use the service: such an account goes at once.", Stage::run),
        new Scene(
            2,
            "Relatives of a person who has died have that person's rights.",
            stage -> stage.asks(DECEASED, USER, Ground.REQUEST, Requester.RELATIVE)),
        new Scene(
            7,
            "Until day seven is over nothing goes; who thinks better of it keeps the account.",
            stage ->
                stage.decide(THINKS_BETTER, "cooling-off", Role.REQUESTER, Decisions::cancel)
                    + "; "
                    + stage.run()),
        new Scene(
            8,
            "Seven days have passed: the account goes; a backup waits for the next one.",
            Stage::run),
        new Scene(
            9,
            "What is loaded later is found by a second search; vendors confirm what they were"
                + " told.",
            stage ->
                stage.arrives(
                        "usage_event",
                        900_000_001L,
                        CANCELS
                            + ", '192.0.2.77', '首页', 12, 'Kaiconn/3.2', TIMESTAMP '"
                            + stage.lastEvening()
                            + "', NULL")
                    + "; "
                    + stage.recipientsConfirm("statistics")),
        new Scene(
            11,
            "Vendors that obtained the data are told again until each has confirmed.",
            Stage::run),
        new Scene(
            12,
            "Each step is told to the person.",
            stage -> stage.recipientsConfirm() + "; " + stage.answers()),
        new Scene(
            13,
            "Backups are not changed at once: when the next one is there, the one before goes.",
            stage -> stage.backup("weekly/app-2.sql.gz") + "; " + stage.run()),
        new Scene(14, "Network logs stay six months by law, then they go too.", Stage::run));
  }
}
