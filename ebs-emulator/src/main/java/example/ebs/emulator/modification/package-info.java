/** The change of a volume's size, type or performance, and how often there may be one. */
@NullMarked
package example.ebs.emulator.modification;

import org.jspecify.annotations.NullMarked;
