/** {@code ebs demo --mode}: a local volume's whole life, told by what a person can look at. */
@NullMarked
package example.ebs.command.demo.local;

import org.jspecify.annotations.NullMarked;
