package org.quietus.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JobPlansTest {

  @Test
  void stepsOfManyDatabasesAndObjectsAreNumberedApart() {
    assertThat(JobPlans.firstNumber(0)).isEqualTo(1);
    assertThat(JobPlans.firstNumber(1)).isEqualTo(10_001);
    int last = 0;
    for (int database = 0; database < 100; database++) {
      int first = JobPlans.firstNumber(database);
      int end = first + JobPlans.STEPS_OF_A_DATABASE - 1;
      assertThat(first).as("database %d", database).isGreaterThan(last);
      assertThat(end < JobPlans.OBJECTS + 1 || first > JobPlans.FURTHER)
          .as("database %d: %d to %d", database, first, end)
          .isTrue();
      last = end;
    }
  }
}
