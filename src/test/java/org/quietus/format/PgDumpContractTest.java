package org.quietus.format;

import java.util.List;

class PgDumpContractTest extends PgDumpContract {

  @Override
  byte[] dump(List<Person> people) {
    return PgDumpText.copied(people);
  }
}
