package org.quietus.pack;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** The app with its own job file, and whose rows are in it. */
abstract class KaiconnApp extends PackContract {
  static final int SOMEBODY = 37;

  static final String OLD_LOGS = "DELETE FROM network_log WHERE account_id = " + SOMEBODY;

  @BeforeEach
  void letNobodyBeAChild() throws Exception {
    job.growsUp("account", "birth_date");
  }

  @Override
  String pack() {
    return "kaiconn";
  }

  long rows(String table, int account) throws Exception {
    return job.number("SELECT COUNT(*) FROM " + table + " WHERE account_id = " + account);
  }

  String account(int number) throws Exception {
    return job.text(
        "SELECT CONCAT_WS(',', phone, email, nickname, push_id, city, birth_date) FROM account"
            + " WHERE id = "
            + number);
  }

  /** The person's network logs do not stand in the way. */
  String erased(int person) throws Exception {
    String request = job.request(person);
    job.day(8).run();
    return request;
  }

  void everyVendorConfirms() throws Exception {
    for (String vendor : List.of("push", "map", "crash", "statistics")) {
      job.confirms(vendor);
    }
  }
}
