package example.ebs.provisioner.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

final class SizesProperties {
  @Property
  void noByteIsLostOrAdded(@ForAll @LongRange(min = 1) long bytes) {
    assertThat(Quantity.getAmountInBytes(Sizes.quantity(bytes)))
        .isEqualByComparingTo(BigDecimal.valueOf(bytes));
  }

  @Property
  void wholeUnitsReadAsPeopleWriteThem(@ForAll @IntRange(min = 1, max = 1023) int amount) {
    assertThat(Sizes.quantity(amount * (1L << 30))).hasToString(amount + "Gi");
    assertThat(Sizes.quantity(amount * (1L << 40))).hasToString(amount + "Ti");
  }

  @Example
  void aBrokenNumberStaysInTheUnitBelow() {
    assertThat(Sizes.quantity(1536L << 20)).hasToString("1536Mi");
    assertThat(Sizes.quantity(1001)).hasToString("1001");
  }
}
