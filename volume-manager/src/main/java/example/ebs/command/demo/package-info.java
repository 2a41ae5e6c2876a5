/** {@code ebs demo}: a volume's whole life on this machine, told step by step. */
@NullMarked
package example.ebs.command.demo;

import org.jspecify.annotations.NullMarked;
