package example.ebs.provisioner.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** What must hold whatever happens: nothing is detached that anybody might use. */
final class DriftProperties {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Difference.LeftBehind LEFT = new Difference.LeftBehind("vol-1", "i-1");

  /** One look at one volume on one node. */
  record Look(
      int secondsLater,
      boolean attached,
      boolean named,
      boolean used,
      boolean bound,
      boolean node) {
    Set<Difference> differences() {
      return Difference.between(
          Map.of("vol-1", attached ? Set.of("i-1") : Set.of()),
          named ? List.of(new Named("1", Optional.of("vol-1"), Set.of("i-1"), false)) : List.of());
    }
  }

  @Provide
  Arbitrary<Look> looks() {
    // Mostly attached and free, or hardly any sequence would ever get as far as a detach.
    Arbitrary<Boolean> mostly =
        Arbitraries.integers().between(0, 19).withoutEdgeCases().map(chance -> chance > 0);
    Arbitrary<Boolean> hardly = mostly.map(yes -> !yes);
    return Combinators.combine(
            Arbitraries.integers().between(1, 200), mostly, hardly, hardly, mostly, mostly)
        .as(Look::new);
  }

  @Property
  void nothingIsDetachedUnlessItWasFreeAtEveryLookForFiveMinutes(
      @ForAll("looks") Look one, @ForAll @Size(max = 30) List<@From("looks") Look> more) {
    Sightings sightings = new Sightings();
    List<Instant> times = new ArrayList<>();
    List<Look> history = new ArrayList<>();
    Instant now = START;
    for (Look look : with(one, more)) {
      now = now.plusSeconds(look.secondsLater());
      times.add(now);
      history.add(look);
      Map<Difference, Sightings.Sighting> seen = sightings.note(look.differences(), now);
      boolean detached =
          seen.containsKey(LEFT)
              && DetachRule.verdict(
                      seen.get(LEFT),
                      new DetachRule.Evidence(
                          true, look.bound(), look.node(), look.named(), look.used()))
                  == DetachRule.Verdict.DETACH;
      assertThat(detached).isEqualTo(mayDetach(history, times));
    }
  }

  /** The rule once more, over the whole history instead of what is remembered of it. */
  private static boolean mayDetach(List<Look> history, List<Instant> times) {
    Look last = history.getLast();
    int first = history.size();
    while (first > 0 && history.get(first - 1).attached() && !history.get(first - 1).named()) {
      first--;
    }
    boolean free = last.attached() && !last.named() && !last.used();
    return free
        && last.bound()
        && last.node()
        && history.size() - first >= 2
        && Duration.between(times.get(first), times.getLast()).compareTo(Duration.ofMinutes(5))
            >= 0;
  }

  @Property
  void anyDoubtMeansThatItStaysAndSoItDoesWhereNobodyAskedForIt(
      @ForAll boolean asked,
      @ForAll boolean bound,
      @ForAll boolean ownNode,
      @ForAll boolean named,
      @ForAll boolean used) {
    Sightings.Sighting lasting =
        new Sightings.Sighting(START, START.plus(Duration.ofDays(1)), 1_000);
    DetachRule.Evidence evidence = new DetachRule.Evidence(asked, bound, ownNode, named, used);
    assertThat(DetachRule.verdict(lasting, evidence) == DetachRule.Verdict.DETACH)
        .isEqualTo(asked && bound && ownNode && !named && !used);
  }

  @Property
  void whatIsSeenOnceIsNotTouchedHoweverLateItIs(@ForAll boolean bound, @ForAll boolean ownNode) {
    Sightings.Sighting once = new Sightings.Sighting(START, START.plus(Duration.ofDays(1)), 1);
    assertThat(
            DetachRule.verdict(once, new DetachRule.Evidence(true, bound, ownNode, false, false)))
        .isEqualTo(DetachRule.Verdict.WAIT);
  }

  @Property
  void anAttachmentWhoseVolumeOrNodeIsNotKnownSpeaksForAll(
      @ForAll boolean volumeKnown, @ForAll boolean nodeKnown) {
    Named named =
        new Named(
            "1",
            volumeKnown ? Optional.of("vol-1") : Optional.empty(),
            nodeKnown ? Set.of("i-1") : Set.of(),
            false);
    assertThat(Difference.between(Map.of("vol-1", Set.of("i-1")), List.of(named))).isEmpty();
  }

  private static List<Look> with(Look one, List<Look> more) {
    List<Look> all = new ArrayList<>(List.of(one));
    all.addAll(more);
    return all;
  }
}
