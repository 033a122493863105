package org.fe4j.head;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Which of several tasks a thread works on next, where a task is done in many steps. A thread stays
 * with its task while enough others have not begun. The last ones, no more than twice the threads
 * less one, take turns, so that they end together: five equal tasks take two threads two and a half
 * times as long as one task, not three times.
 *
 * <p>Safe for use by multiple threads.
 */
final class Turns {

  /** What {@link #next} answers when there is nothing left for a thread to do. */
  static final int NONE = -1;

  private final int tasks;
  private final int threads;
  private final Deque<Integer> waiting = new ArrayDeque<>();
  private int begun;

  Turns(int tasks, int threads) {
    this.tasks = tasks;
    this.threads = threads;
  }

  /**
   * Returns the first task of a thread, or the one after a task that has ended; {@link #NONE} where
   * the thread is not needed any more.
   */
  synchronized int next() {
    if (begun < tasks) {
      begun++;
      return begun - 1;
    }
    return waiting.isEmpty() ? NONE : waiting.removeFirst();
  }

  /** Returns the task after a step of a task that goes on. */
  synchronized int nextAfterStepOf(int task) {
    if (tasks - begun >= threads) {
      return task;
    }
    waiting.addLast(task);
    return next();
  }
}
