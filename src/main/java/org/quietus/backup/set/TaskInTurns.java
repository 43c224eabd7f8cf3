package org.quietus.backup.set;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.quietus.catalog.Join;
import org.quietus.catalog.RowValues;
import org.quietus.plan.Basis;
import org.quietus.subject.Identifier;
import org.quietus.target.BackupTask;
import org.quietus.target.ErasedBefore;
import org.quietus.target.HeldBackups;
import org.quietus.target.Others;
import org.quietus.target.Sought;

/**
 * A task of which several threads may ask, since only one is answered at a time: its transactions,
 * its questions to today's data and what it says to people know of no other thread.
 */
final class TaskInTurns {
  private final ReentrantLock turn = new ReentrantLock();

  private final MemoryRanOut ranOut = new MemoryRanOut();

  private TaskInTurns() {}

  /** The same task, for several threads. */
  static BackupTask of(BackupTask task) {
    return new TaskInTurns().wrapped(task);
  }

  private BackupTask wrapped(BackupTask task) {
    HeldBackups holds = task.holds();
    return new BackupTask(
        task.database(),
        task.run(),
        task.asOf(),
        task.token(),
        task.persons(),
        erased(task.erased()),
        others(task.others()),
        task.named(),
        naming(task.naming()),
        some -> alone(() -> task.notices().apply(some)),
        new HeldBackups(holds.any(), holds.ofRows(), fenced(holds.unchanged())),
        task.steps(),
        fenced(task.fenced()),
        task.ledger(),
        task.key(),
        () -> alone(task.stopping()::getAsBoolean),
        note -> run(() -> task.notes().accept(note)));
  }

  private <T> T alone(Supplier<T> work) {
    turn.lock();
    try {
      return work.get();
    } catch (OutOfMemoryError e) {
      throw ranOut;
    } finally {
      turn.unlock();
    }
  }

  private void run(Runnable work) {
    alone(
        () -> {
          work.run();
          return true;
        });
  }

  private BackupTask.Fenced fenced(BackupTask.Fenced fences) {
    return new BackupTask.Fenced() {
      @Override
      public void transaction(Runnable work) {
        run(() -> fences.transaction(work));
      }

      @Override
      public <T> T alone(Supplier<T> work) {
        return TaskInTurns.this.alone(work);
      }
    };
  }

  private Others others(Others today) {
    return new Others() {
      @Override
      public boolean have(Sought person, Identifier identifier) {
        return alone(() -> today.have(person, identifier));
      }

      @Override
      public boolean keep(Basis basis, Join up, RowValues values) {
        return alone(() -> today.keep(basis, up, values));
      }
    };
  }

  private BackupTask.Naming naming(BackupTask.Naming naming) {
    return new BackupTask.Naming() {
      @Override
      public boolean isNamed(String set, List<String> spellings) {
        return alone(() -> naming.isNamed(set, spellings));
      }

      @Override
      public void texts(String set, Consumer<String> each) {
        run(() -> naming.texts(set, each));
      }
    };
  }

  private ErasedBefore erased(ErasedBefore before) {
    return new ErasedBefore(
        before.kinds(),
        before.filed(),
        before.unreached(),
        name -> alone(() -> before.elsewhere().test(name)),
        (after, upTo) -> alone(() -> before.changed().test(after, upTo)),
        before.own(),
        before.keys(),
        request -> alone(() -> before.isFinished().test(request)),
        () -> alone(before.unfinished()),
        one -> alone(() -> before.isHeld().test(one)),
        one -> alone(() -> before.isPresent().test(one)),
        one -> alone(() -> before.isTaken().test(one)),
        one -> alone(() -> before.isUnchanged().test(one)),
        request -> alone(() -> before.keptUntil().apply(request)));
  }
}
