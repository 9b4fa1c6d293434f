export { checkWith, isSchema, type Checked, type PayloadSchema } from './payload-schema.ts'
