package example.ebs.linux.system;

/**
 * What a filesystem does about projects.
 *
 * @param counted whether it counts what each holds
 * @param enforced whether it keeps them to their limits
 */
public record ProjectState(boolean counted, boolean enforced) {}
