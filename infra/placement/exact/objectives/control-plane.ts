import { type Formulation, podForm } from "./formulation";

export const controlPlaneFormulation: Formulation = { form: podForm };
