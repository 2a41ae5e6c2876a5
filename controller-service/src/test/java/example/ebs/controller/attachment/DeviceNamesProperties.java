package example.ebs.controller.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class DeviceNamesProperties {
  @Property(tries = 100)
  void aFreeNameIsNeverOneThatIsUsedInAnyForm(@ForAll("used") Set<String> used) {
    String name = DeviceNames.firstFree(used, Set.of()).orElseThrow();
    assertThat(DeviceNames.slots(used))
        .doesNotContainAnyElementsOf(DeviceNames.slots(Set.of(name)));
    assertThat(name).isNotEqualTo("/dev/xvda");
  }

  @Property(tries = 30)
  void aDoubtfulNameIsTakenOnlyAfterAllOthers(@ForAll("used") Set<String> doubtful) {
    Set<String> used = new HashSet<>();
    Set<String> slots = DeviceNames.slots(doubtful);
    boolean sawDoubtful = false;
    for (Optional<String> name = DeviceNames.firstFree(used, doubtful);
        name.isPresent();
        name = DeviceNames.firstFree(used, doubtful)) {
      boolean isDoubtful = slots.containsAll(DeviceNames.slots(Set.of(name.get())));
      assertThat(sawDoubtful && !isDoubtful).isFalse();
      sawDoubtful = isDoubtful;
      used.add(name.get());
    }
    assertThat(used).hasSize(127);
  }

  @Example
  void allNamesAreReachedOnceAndLegal() {
    Set<String> used = new HashSet<>(Set.of("/dev/xvda"));
    for (int i = 0; i < 127; i++) {
      String name = DeviceNames.firstFree(used, Set.of()).orElseThrow();
      assertThat(name).matches("/dev/xvd([b-z]|[abc][a-z]|d[a-x])");
      assertThat(used.add(name)).isTrue();
    }
    assertThat(DeviceNames.firstFree(used, Set.of())).isEmpty();
  }

  @Provide
  Arbitrary<Set<String>> used() {
    Arbitrary<String> letters =
        Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(2);
    Arbitrary<String> prefix = Arbitraries.of("/dev/sd", "/dev/xvd", "sd", "xvd", "/dev/nvme");
    Arbitrary<String> suffix = Arbitraries.of("", "1", "15");
    return prefix
        .flatMap(head -> letters.flatMap(middle -> suffix.map(tail -> head + middle + tail)))
        .set()
        .ofMaxSize(40);
  }
}
