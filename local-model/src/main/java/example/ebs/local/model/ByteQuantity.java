package example.ebs.local.model;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeSize;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sizes as Kubernetes writes quantities: {@code 10Gi}, {@code 500M}, {@code 1.5e9}.
 *
 * <p>The grammar is that of {@code resource.Quantity} in Kubernetes' API; a part of a byte counts
 * as one.
 */
public final class ByteQuantity {
  // No longer than any sensible number: a huge exponent would take memory to write out.
  private static final Pattern FORM =
      Pattern.compile(
          "\\+?([0-9]{1,20}(?:\\.[0-9]{0,20})?|\\.[0-9]{1,20})"
              + "(?:([KMGTPE]i|[numkMGTPE])|[eE]([+-]?[0-9]{1,2}))?");
  private static final Map<String, BigDecimal> UNITS =
      Map.ofEntries(
          decimal("n", -9),
          decimal("u", -6),
          decimal("m", -3),
          decimal("k", 3),
          decimal("M", 6),
          decimal("G", 9),
          decimal("T", 12),
          decimal("P", 15),
          decimal("E", 18),
          binary("Ki", 10),
          binary("Mi", 20),
          binary("Gi", 30),
          binary("Ti", 40),
          binary("Pi", 50),
          binary("Ei", 60));
  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

  private ByteQuantity() {}

  /**
   * Reads a size.
   *
   * @param field where it was written, as it begins a message
   * @throws Failure.InvalidRequest when it is none, zero, negative or above 2^63-1
   */
  public static VolumeSize parse(String field, String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw refusal(field, text);
    }
    BigDecimal bytes = number(form).setScale(0, RoundingMode.CEILING);
    if (bytes.signum() <= 0 || bytes.compareTo(MOST) > 0) {
      throw refusal(field, text);
    }
    return new VolumeSize(bytes.longValueExact());
  }

  private static BigDecimal number(Matcher form) {
    BigDecimal number = new BigDecimal(form.group(1));
    String unit = form.group(2);
    if (unit != null) {
      return number.multiply(UNITS.getOrDefault(unit, BigDecimal.ONE));
    }
    String exponent = form.group(3);
    return exponent == null ? number : number.scaleByPowerOfTen(Integer.parseInt(exponent));
  }

  private static Failure.InvalidRequest refusal(String field, String text) {
    return new Failure.InvalidRequest(
        "%s must be a size such as 10Gi, 500M or 1073741824, above 0 and at most 8Ei, and is \"%s\""
            .formatted(field, text));
  }

  private static Map.Entry<String, BigDecimal> decimal(String unit, int exponent) {
    return Map.entry(unit, BigDecimal.ONE.scaleByPowerOfTen(exponent));
  }

  private static Map.Entry<String, BigDecimal> binary(String unit, int exponent) {
    return Map.entry(unit, BigDecimal.TWO.pow(exponent));
  }
}
