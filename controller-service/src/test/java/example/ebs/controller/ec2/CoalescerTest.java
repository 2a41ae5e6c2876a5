package example.ebs.controller.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CoalescerTest {
  private final List<Set<String>> calls = new CopyOnWriteArrayList<>();
  private final Semaphore arrived = new Semaphore(0);
  private final Semaphore released = new Semaphore(0);

  @Test
  void aLoneQuestionGoesOutAtOnce() throws Exception {
    released.release();
    assertThat(coalescer(200).ask(Set.of("a")).get()).isEqualTo(Map.of("a", "A"));
    assertThat(calls).containsExactly(Set.of("a"));
  }

  @Test
  void whatIsAskedDuringACallGoesOutTogetherAfterIt() throws Exception {
    Coalescer<String, String> coalescer = coalescer(200);
    CompletableFuture<Map<String, String>> first = coalescer.ask(Set.of("a"));
    arrived.acquire();
    List<CompletableFuture<Map<String, String>>> others =
        IntStream.range(0, 100).mapToObj(i -> coalescer.ask(Set.of("k" + i % 50))).toList();
    released.release(2);
    assertThat(first.get()).containsOnlyKeys("a");
    for (CompletableFuture<Map<String, String>> other : others) {
      assertThat(other.get()).hasSize(1);
    }
    assertThat(calls).hasSize(2);
    assertThat(calls.get(1)).hasSize(50);
  }

  @Test
  void aQuestionIsNeverAnsweredByACallThatBeganBeforeIt() throws Exception {
    Coalescer<String, String> coalescer = coalescer(200);
    CompletableFuture<Map<String, String>> first = coalescer.ask(Set.of("a"));
    arrived.acquire();
    CompletableFuture<Map<String, String>> again = coalescer.ask(Set.of("a"));
    released.release(2);
    assertThat(again.get()).isEqualTo(first.get());
    assertThat(calls).hasSize(2);
  }

  @Test
  void moreKeysThanOneCallMayHaveAreSplit() throws Exception {
    released.release(3);
    Set<String> keys = IntStream.range(0, 450).mapToObj(i -> "k" + i).collect(Collectors.toSet());
    assertThat(coalescer(200).ask(keys).get()).hasSize(450);
    assertThat(calls).extracting(Set::size).containsExactly(200, 200, 50);
  }

  @Test
  void aBadKeyFailsItsOwnAskerAlone() throws Exception {
    Coalescer<String, String> coalescer = coalescer(200);
    CompletableFuture<Map<String, String>> first = coalescer.ask(Set.of("first"));
    arrived.acquire();
    CompletableFuture<Map<String, String>> good = coalescer.ask(Set.of("good"));
    CompletableFuture<Map<String, String>> bad = coalescer.ask(Set.of("bad"));
    released.release(10);
    assertThat(first.get()).hasSize(1);
    assertThat(good.get()).containsEntry("good", "GOOD");
    assertThatThrownBy(bad::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(Failure.InvalidRequest.class);
  }

  @Test
  void whatDoesNotConcernAKeyFailsAllAtOnce() throws Exception {
    Coalescer<String, String> coalescer = coalescer(200);
    CompletableFuture<Map<String, String>> first = coalescer.ask(Set.of("first"));
    arrived.acquire();
    CompletableFuture<Map<String, String>> one = coalescer.ask(Set.of("one"));
    CompletableFuture<Map<String, String>> down = coalescer.ask(Set.of("down"));
    released.release(10);
    assertThat(first.get()).hasSize(1);
    assertThatThrownBy(one::get).hasCauseInstanceOf(Failure.Unavailable.class);
    assertThatThrownBy(down::get).hasCauseInstanceOf(Failure.Unavailable.class);
    assertThat(calls).hasSize(2);
  }

  @Test
  void anUnknownKeyIsLeftOutAndAFailureDoesNotStopTheNextCall() throws Exception {
    released.release(10);
    Coalescer<String, String> coalescer = coalescer(200);
    assertThatThrownBy(coalescer.ask(Set.of("down"))::get).isInstanceOf(ExecutionException.class);
    assertThat(coalescer.ask(Set.of("unknown", "a")).get()).containsOnlyKeys("a");
  }

  @Test
  void anAskerThatLeavesDoesNotStopTheCall() throws Exception {
    Coalescer<String, String> coalescer = coalescer(200);
    assertThat(coalescer.ask(Set.of("a")).cancel(true)).isTrue();
    released.release(2);
    assertThat(coalescer.ask(Set.of("b")).get()).containsOnlyKeys("b");
  }

  private Coalescer<String, String> coalescer(int most) {
    return new Coalescer<>(most, this::call);
  }

  private Map<String, String> call(Set<String> keys) {
    calls.add(keys);
    arrived.release();
    released.acquireUninterruptibly();
    if (keys.contains("down")) {
      throw new Failure.Unavailable("down");
    }
    if (keys.contains("bad")) {
      throw new Failure.InvalidRequest("bad");
    }
    return keys.stream()
        .filter(key -> !key.equals("unknown"))
        .collect(Collectors.toMap(key -> key, key -> key.toUpperCase(java.util.Locale.ROOT)));
  }
}
