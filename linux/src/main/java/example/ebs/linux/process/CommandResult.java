package example.ebs.linux.process;

/**
 * How a program ended.
 *
 * @param output what it wrote, to either stream, cut to a length that fits a message
 */
public record CommandResult(int exitCode, String output) {}
