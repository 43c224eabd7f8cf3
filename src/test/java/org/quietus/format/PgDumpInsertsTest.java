package org.quietus.format;

import java.util.List;

class PgDumpInsertsTest extends PgDumpContract {

  @Override
  byte[] dump(List<Person> people) {
    return PgDumpText.inserted(people);
  }
}
