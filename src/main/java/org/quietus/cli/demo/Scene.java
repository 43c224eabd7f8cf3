package org.quietus.cli.demo;

import java.io.IOException;
import java.sql.SQLException;

/**
 * What happens on one simulated day.
 *
 * @param day from 0, not before the scene before it
 * @param promise what the policy promises, in one sentence
 * @param act makes it happen; done again after a kill it changes nothing more
 */
record Scene(int day, String promise, Act act) {

  /** Makes a scene happen. */
  interface Act {

    /** Returns what was done, as it is read from the job afterwards. */
    String play(Stage stage) throws IOException, SQLException;
  }
}
