package example.ebs.emulator.zone;

/**
 * An availability zone.
 *
 * @param name what requests say, such as {@code us-east-1a} or {@code zone-a}
 * @param id what is the same in every account, such as {@code use1-az1}
 */
public record Zone(String name, String id) {}
