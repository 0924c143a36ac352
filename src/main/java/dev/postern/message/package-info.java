/** Values. */
package dev.postern.message;
