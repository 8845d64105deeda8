/** Types of what Vite adds to imports: style sheets and CSS modules. */
/// <reference types="vite/client" />
