package org.quietus.run.batch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.batch.core.partition.PartitionHandler;
import org.springframework.batch.core.partition.StepExecutionSplitter;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/** Runs the worker slots of all queues at once. */
final class Slots implements PartitionHandler {
  private static final long BETWEEN_LOOKS_MILLIS = 200;

  private final RunParts parts;
  private final PlaceSlots first;
  private final List<PlaceSlots> all = new ArrayList<>();

  Slots(RunParts parts, JobRepository jobs, StopSwitch stop) {
    this.parts = parts;
    boolean alone = parts.queues().size() == 1;
    for (WorkPlace place : parts.queues()) {
      String suffix = all.isEmpty() ? "" : "-" + place.name();
      all.add(new PlaceSlots(parts, place, suffix, jobs, alone ? stop : stop.ofPlace()));
    }
    this.first = all.get(0);
  }

  /** Returns when the last slot has ended; there may be more of them in the end than at first. */
  @Override
  public Collection<StepExecution> handle(StepExecutionSplitter splitter, StepExecution work)
      throws Exception {
    List<FutureTask<StepExecution>> started = new ArrayList<>();
    int slots = parts.attempt().slots();
    for (StepExecution execution : splitter.split(work, slots)) {
      started.add(first.start(execution));
    }
    for (PlaceSlots place : all.subList(1, all.size())) {
      for (int slot = 0; slot < slots; slot++) {
        started.add(place.start(work, slot));
      }
    }
    List<StepExecution> ended = new ArrayList<>();
    for (int next = 0; next < started.size(); ) {
      try {
        ended.add(started.get(next).get(BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS));
        next++;
      } catch (TimeoutException stillAtWork) {
        for (; slots < parts.pace().slots(); slots++) {
          for (PlaceSlots place : all) {
            if (!place.isStopping()) {
              started.add(place.start(work, slots));
            }
          }
        }
      }
    }
    return ended;
  }
}
