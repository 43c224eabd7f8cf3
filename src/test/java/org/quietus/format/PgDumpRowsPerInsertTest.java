package org.quietus.format;

import java.util.List;

class PgDumpRowsPerInsertTest extends PgDumpContract {

  @Override
  byte[] dump(List<Person> people) {
    return PgDumpText.insertedTogether(people);
  }
}
