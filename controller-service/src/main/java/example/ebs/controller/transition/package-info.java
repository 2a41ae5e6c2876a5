/** Waiting for many things that change state on their own, at the price of one question. */
@NullMarked
package example.ebs.controller.transition;

import org.jspecify.annotations.NullMarked;
